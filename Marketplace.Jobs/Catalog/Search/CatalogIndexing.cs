using Marketplace.Live;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Catalog;

/// <summary>Builds the search index when the process starts and keeps it up with the change table.</summary>
internal sealed partial class CatalogIndexing(CatalogIndex index, LiveFeed feed, TimeProvider clock, ILogger<CatalogIndexing> log) : BackgroundService
{
    // Many changes close together are read in one go; what nobody told of is found by looking now and then.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _told = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var catalog = feed.Subscribe(LiveTopic.Catalog, Told);
        using var figures = feed.Subscribe(LiveTopic.Figures, Told);
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!index.IsReady || index.IsWorn)
                {
                    await RebuildAsync(stoppingToken);
                }

                await index.RefreshAsync(stoppingToken);
                await _told.WaitAsync(Look, stoppingToken);
                await Task.Delay(Gather, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Failed(error);
                await Task.Delay(TimeSpan.FromSeconds(2), clock, stoppingToken);
            }
        }
    }

    public override void Dispose()
    {
        _told.Dispose();
        base.Dispose();
    }

    private async Task RebuildAsync(CancellationToken cancel)
    {
        var start = clock.GetTimestamp();
        await index.RebuildAsync(cancel);

        // What building needed is several times what is kept, and nothing of that size is needed again soon: give it back.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Built(index.Count, clock.GetElapsedTime(start).TotalSeconds);
    }

    private Task Told()
    {
        try
        {
            _told.Release();
        }
        catch (SemaphoreFullException)
        {
            // One call is enough for all that changed.
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(1301, LogLevel.Information, "The search index holds {Modules} modules; it took {Seconds:0.0} s.")]
    private partial void Built(int modules, double seconds);

    [LoggerMessage(1302, LogLevel.Warning, "The search index could not be brought up to date; trying again.")]
    private partial void Failed(Exception error);
}
