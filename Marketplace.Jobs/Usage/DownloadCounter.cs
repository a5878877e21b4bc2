using System.Collections.Concurrent;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Usage;

/// <summary>
/// Counts downloads in memory, by release and country; every few seconds a flush writes one row for each that was counted. A process
/// that is killed loses what it counted since its last flush, and nothing else. Midnight is where the flush sees it. A flush whose
/// commit was never acknowledged is tried again under the same id, which the database takes once.
/// </summary>
public sealed class DownloadCounter(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock) : ICounter
{
    private readonly ConcurrentDictionary<(long Module, long Release, string Country), Tally> _tallies = new();
    private (Guid Id, List<((long Module, long Release, string Country) Key, long Times)> Counted)? _unconfirmed;

    /// <summary>Costs one look-up and one increment; it never waits.</summary>
    /// <param name="country">Two capital letters, or empty.</param>
    public void Count(long moduleId, long releaseId, string country)
    {
        // A tally that a flush has just closed is out of the table, or about to be.
        while (!_tallies.GetOrAdd((moduleId, releaseId, country), static _ => new()).TryAdd(1))
        {
        }
    }

    /// <inheritdoc />
    public async Task FlushAsync(CancellationToken cancel)
    {
        if (_unconfirmed is not null)
        {
            await WriteAsync(cancel);
        }

        if (Take() is { Count: > 0 } counted)
        {
            _unconfirmed = (Guid.NewGuid(), counted);
            await WriteAsync(cancel);
        }
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        var (id, counted) = _unconfirmed!.Value;
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Add(new UsageFlush(id, now));
        db.AddRange(counted.Select(c => UsageEvent.Downloaded(c.Key.Module, c.Key.Release, now, c.Key.Country, c.Times)));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // It was written, and the answer lost.
        }

        _unconfirmed = null;
    }

    private List<((long Module, long Release, string Country) Key, long Times)> Take()
    {
        var counted = new List<((long, long, string), long)>();
        foreach (var (key, tally) in _tallies)
        {
            var times = tally.Close();
            _tallies.TryRemove(KeyValuePair.Create(key, tally));
            if (times > 0)
            {
                counted.Add((key, times));
            }
        }

        return counted;
    }

    private sealed class Tally
    {
        private const long Closed = long.MinValue / 2;
        private long _times;

        public bool TryAdd(long times) => Interlocked.Add(ref _times, times) > 0;

        public long Close() => Math.Max(0, Interlocked.Exchange(ref _times, Closed));
    }
}
