using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Operations;

/// <summary>
/// Looks every two seconds for operations whose worker died, or whose pause before another attempt is over: nobody is left to announce
/// those. The lease and this look bound how long a killed worker's work lies idle.
/// </summary>
internal sealed partial class OperationWatch(
    OperationRunner runner, IBackgroundJobClient jobs, TimeProvider clock, ILogger<OperationWatch> log)
    : BackgroundService
{
    private const int BatchSize = 100;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    // Jobs wait in a queue when all workers are busy; the same attempt is not woken again and again.
    private HashSet<(long, long, int)> _woken = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(PollInterval, clock, stoppingToken);
            try
            {
                await WakeAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(error);
            }
        }
    }

    private async Task WakeAsync(CancellationToken cancel)
    {
        var due = await runner.DueAgainAsync(BatchSize, cancel);
        foreach (var operation in due.Where(o => !_woken.Contains(o)))
        {
            jobs.Enqueue<SiteOperationsJob>(job => job.RunAsync(operation.SiteId, CancellationToken.None));
        }

        _woken = [.. due];
    }

    [LoggerMessage(1303, LogLevel.Warning, "Could not look for operations that are due again; looking again soon.")]
    private partial void LogFailed(Exception error);
}
