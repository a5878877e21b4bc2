using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Live;

/// <summary>
/// Tails the change table and tells this process's feed, whichever process wrote the change. Woken at once by
/// commits of its own process, and by a short timer for those of others.
/// </summary>
public sealed partial class LiveRelay(
    IDbContextFactory<MarketplaceDb> databases, LiveFeed feed, LiveNudge nudge, TimeProvider clock, ILogger<LiveRelay> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Ids are handed out before commit, so a lower id may appear after a higher one. The relay looks back this far.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(20);
    private readonly Dictionary<long, DateTime> _seen = [];
    private long _floor;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartAtEndAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RelayAsync(stoppingToken);
                await nudge.WaitAsync(Interval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                ReadFailed(error);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken);
            }
        }
    }

    internal async Task StartAtEndAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        _floor = await db.Changes.MaxAsync(c => (long?)c.Id, cancel) ?? 0;
    }

    internal async Task RelayAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var changes = await db.Changes.AsNoTracking().Where(c => c.Id > _floor).OrderBy(c => c.Id)
            .Select(c => new { c.Id, c.Topic }).ToListAsync(cancel);
        var now = clock.UtcNow;
        foreach (var topic in changes.Where(c => _seen.TryAdd(c.Id, now)).Select(c => c.Topic).Distinct().ToList())
        {
            feed.Publish(topic);
        }

        foreach (var old in _seen.Where(s => s.Value < now - Overlap).Select(s => s.Key).ToList())
        {
            _seen.Remove(old);
            _floor = Math.Max(_floor, old);
        }
    }

    [LoggerMessage(1102, LogLevel.Warning, "The change table could not be read; trying again.")]
    private partial void ReadFailed(Exception error);
}
