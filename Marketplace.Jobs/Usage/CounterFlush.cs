using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Usage;

/// <summary>Counts in memory, so that nobody waits for it, until a flush writes it down.</summary>
public interface ICounter
{
    /// <summary>Writes what was counted. What cannot be written is counted on.</summary>
    Task FlushAsync(CancellationToken cancel);
}

/// <summary>Flushes a counter every few seconds and when the process stops in order.</summary>
public sealed partial class CounterFlush<TCounter>(TCounter counter, TimeProvider clock, ILogger<CounterFlush<TCounter>> log) : BackgroundService
    where TCounter : ICounter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                // Not by a periodic timer: a clock that is set ahead by a month would make it fire for every pause of that.
                await Task.Delay(Pause, clock, stoppingToken);
                await FlushAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    private async Task FlushAsync(CancellationToken cancel)
    {
        try
        {
            await counter.FlushAsync(cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(error, typeof(TCounter).Name);
        }
    }

    [LoggerMessage(1803, LogLevel.Warning, "What {Counter} counted could not be written; it is kept for the next try.")]
    private partial void LogFailed(Exception error, string counter);
}
