using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Live;

/// <summary>
/// Tails the change table and tells this process's feed and those who hear of work, whichever process wrote the change. Woken at once by
/// commits of its own process, and by a short timer for those of others.
/// </summary>
public sealed partial class LiveRelay(
    IDbContextFactory<MarketplaceDb> databases, LiveFeed feed, LiveNudge nudge, IEnumerable<IWorkListener> listeners,
    TimeProvider clock, ILogger<LiveRelay> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>How far before the start of this process changes are published: some may not have been committed when it started.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(1);

    /// <summary>Longer than a statement may run and be retried.</summary>
    private static readonly TimeSpan GapsKept = TimeSpan.FromMinutes(2);

    private const int BatchSize = 1000;
    private const int MaxGaps = 500;

    // Ids are handed out before commit, so a lower id may appear after a higher one: its place is a gap until then.
    private readonly Dictionary<long, long> _gaps = [];
    private long? _newest;

    internal int Gaps => _gaps.Count;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
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

    internal async Task RelayAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var newest = _newest ??= await StartAsync(db, cancel);
        DropOldGaps();
        var gaps = _gaps.Keys.ToList();
        List<SeenChange> changes;
        do
        {
            changes = await db.Changes.Where(c => c.Id > newest || gaps.Contains(c.Id)).OrderBy(c => c.Id)
                .Select(c => new SeenChange(c.Id, c.Topic)).Take(BatchSize).ToListAsync(cancel);
            gaps.RemoveAll(id => changes.Exists(c => c.Id == id));
            changes.ForEach(change => See(change.Id));
            // What was seen is not read again, so it is published before the next read may fail.
            foreach (var topic in changes.Select(change => change.Topic).Where(topic => !WaitingWork.IsTopic(topic)).Distinct())
            {
                feed.Publish(topic);
            }

            if (changes.Where(change => WaitingWork.IsTopic(change.Topic)).Select(change => change.Id).ToList() is { Count: > 0 } work)
            {
                foreach (var listener in listeners)
                {
                    listener.Hear(work);
                }
            }

            newest = _newest.Value;
        }
        while (changes.Count == BatchSize);
    }

    private async Task<long> StartAsync(MarketplaceDb db, CancellationToken cancel)
    {
        var since = clock.UtcNow - LookBack;
        return await db.Changes.Where(c => c.At < since).MaxAsync(c => (long?)c.Id, cancel)
            ?? Math.Max(0, (await db.Changes.MinAsync(c => (long?)c.Id, cancel) ?? 0) - MaxGaps);
    }

    private void See(long id)
    {
        if (_gaps.Remove(id) || id <= _newest)
        {
            return;
        }

        // A server that was restarted skips a thousand ids at once; those right before the new one are enough.
        for (var gap = Math.Max(_newest!.Value + 1, id - MaxGaps); gap < id; gap++)
        {
            _gaps[gap] = clock.GetTimestamp();
        }

        _newest = id;
    }

    // A gap that stays is of a transaction that was rolled back.
    private void DropOldGaps()
    {
        foreach (var old in _gaps.Where(gap => clock.GetElapsedTime(gap.Value) > GapsKept).Select(gap => gap.Key).ToList())
        {
            _gaps.Remove(old);
        }

        foreach (var surplus in _gaps.Keys.Order().SkipLast(MaxGaps).ToList())
        {
            _gaps.Remove(surplus);
        }
    }

    private sealed record SeenChange(long Id, string Topic);

    [LoggerMessage(1102, LogLevel.Warning, "The change table could not be read; trying again.")]
    private partial void ReadFailed(Exception error);
}
