using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Catalog;

/// <summary>Flushes the counted downloads every few seconds and when the process stops in order.</summary>
public sealed partial class DownloadFlush(DownloadCounter downloads, TimeProvider clock, ILogger<DownloadFlush> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
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
            await downloads.FlushAsync(cancel);
        }
        catch (Exception error) when (error is DbException or DbUpdateException or TimeoutException or InvalidOperationException)
        {
            LogFailed(error);
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "Counted downloads could not be written; they are kept for the next try.")]
    private partial void LogFailed(Exception error);
}
