using System.Collections.Concurrent;

namespace Marketplace.Usage;

/// <summary>Counts in memory by key. Counting costs one look-up and one increment, and never waits for who takes what was counted.</summary>
internal sealed class Tallies<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Tally> _tallies = new();

    public void Count(TKey key)
    {
        // A tally that was just taken is out of the table, or about to be.
        while (!_tallies.GetOrAdd(key, static _ => new()).TryAdd(1))
        {
        }
    }

    /// <summary>What was counted since the last time.</summary>
    public List<(TKey Key, long Times)> Take()
    {
        var counted = new List<(TKey, long)>();
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
