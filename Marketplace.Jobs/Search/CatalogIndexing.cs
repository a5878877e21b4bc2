using Marketplace.Live;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Search;

/// <summary>Builds the search index when the process starts and keeps it up with the change table.</summary>
internal sealed partial class CatalogIndexing(CatalogIndex index, LiveFeed feed, TimeProvider clock, ILogger<CatalogIndexing> log) : BackgroundService
{
    // MaxChanges changes close together are read in one go; what nobody told of is found by looking now and then.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(30);
    // With fewer modules, what building leaves is less than a collection is worth.
    private const int MaxChanges = 10_000;
    private readonly SemaphoreSlim _told = new(0, 1);
    private volatile bool _catalogChanged;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var catalog = feed.Subscribe(LiveTopic.Catalog, CatalogChanged);
        using var figures = feed.Subscribe(LiveTopic.Figures, Told);
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!index.IsReady || index.NeedsRebuild)
                {
                    await RebuildAsync(stoppingToken);
                }

                var heard = _catalogChanged;
                _catalogChanged = false;
                if (await index.RefreshAsync(stoppingToken) > 0 && heard)
                {
                    // Pages that heard of the change before the index had it read again.
                    feed.Publish(LiveTopic.Catalog.Name);
                }

                if (index.NeedsRebuild)
                {
                    continue;
                }

                await _told.WaitAsync(PollInterval, stoppingToken);
                await Task.Delay(Gather, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Failed(error);
                _catalogChanged = true;
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
        Built(index.Count, clock.GetElapsedTime(start).TotalSeconds);
        feed.Publish(LiveTopic.Catalog.Name);
        if (index.Count > MaxChanges)
        {
            await GiveBackAsync();
        }
    }

    // Building leaves several times of what is kept, and is rare. It is collected by a new call: what is still on the stack here holds on to it.
    private static async Task GiveBackAsync()
    {
        await Task.Yield();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private Task CatalogChanged()
    {
        _catalogChanged = true;
        return Told();
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

    [LoggerMessage(1801, LogLevel.Information, "The search index holds {Modules} modules; it took {Seconds:0.0} s.")]
    private partial void Built(int modules, double seconds);

    [LoggerMessage(1802, LogLevel.Warning, "The search index could not be brought up to date; trying again.")]
    private partial void Failed(Exception error);
}
