using Marketplace.Data;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Search;

/// <summary>
/// Counts searches in memory and adds them up by day and phrase every few seconds. It keeps no person, no address and no order of
/// searches; phrases that look like someone's address or number are not kept at all, and of a day only so many.
/// </summary>
public sealed class SearchRecorder(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock) : ICounter
{
    private const int MaxInMemory = 500;
    private const int MaxOfDay = 2_000;
    private const int MaxDigits = 5;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(31);
    private readonly Lock _lock = new();
    private Dictionary<string, SearchCount> _counts = [];

    /// <summary>Someone stopped at these results.</summary>
    public void Searched(string text, int results, TimeSpan took) =>
        Add(text, new SearchCount(1, results == 0 ? 1 : 0, 0, (long)took.TotalMilliseconds, (int)Math.Min(took.TotalMilliseconds, int.MaxValue)));

    /// <summary>Someone opened one of them; told once for each search.</summary>
    public void Opened(string text) => Add(text, new SearchCount(0, 0, 1, 0, 0));

    /// <inheritdoc />
    /// <remarks>What another process was faster with is tried again next time.</remarks>
    public async Task FlushAsync(CancellationToken cancel)
    {
        Dictionary<string, SearchCount> counts;
        lock (_lock)
        {
            (counts, _counts) = (_counts, []);
        }

        if (counts.Count == 0)
        {
            return;
        }

        try
        {
            await WriteAsync(counts, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace && counts.Count > 1)
        {
            await WriteEachAsync(counts, cancel);
        }
        catch
        {
            Keep(counts);
            throw;
        }
    }

    // Another process was faster with one of the phrases, or the database does not tell two of them apart: the others are written all the same.
    private async Task WriteEachAsync(Dictionary<string, SearchCount> counts, CancellationToken cancel)
    {
        foreach (var (phrase, count) in counts)
        {
            try
            {
                await WriteAsync(new() { [phrase] = count }, cancel);
                counts.Remove(phrase);
            }
            catch (DbUpdateException error) when (error.IsLostRace)
            {
            }
            catch
            {
                Keep(counts);
                throw;
            }
        }

        Keep(counts);
    }

    /// <summary>Forgets what is older than a month.</summary>
    public async Task PurgeAsync(CancellationToken cancel)
    {
        var before = DateOnly.FromDateTime(clock.UtcNow - Kept);
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<SearchTally>().Where(t => t.Day < before).ExecuteDeleteAsync(cancel);
    }

    private async Task WriteAsync(Dictionary<string, SearchCount> counts, CancellationToken cancel)
    {
        var day = DateOnly.FromDateTime(clock.UtcNow);
        await using var db = await databases.CreateDbContextAsync(cancel);
        string[] phrases = [.. counts.Keys, ""];
        var known = await db.Set<SearchTally>().Where(t => t.Day == day && phrases.Contains(t.Phrase)).ToDictionaryAsync(t => t.Phrase, cancel);
        var room = MaxOfDay - await db.Set<SearchTally>().CountAsync(t => t.Day == day, cancel);
        foreach (var (phrase, count) in counts)
        {
            var under = known.ContainsKey(phrase) || room-- > 0 ? phrase : "";
            if (!known.TryGetValue(under, out var tally))
            {
                db.Add(known[under] = tally = new SearchTally(day, under));
            }

            tally.Add(count);
        }

        await db.SaveChangesAsync(cancel);
    }

    private void Add(string text, SearchCount count)
    {
        var phrase = string.Join(' ', text.AsKey().ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (phrase.Length is > 0 and <= SearchTally.MaxPhrase && !phrase.Contains('@', StringComparison.Ordinal) && phrase.Count(char.IsDigit) <= MaxDigits)
        {
            Keep(phrase, count);
        }
    }

    private void Keep(Dictionary<string, SearchCount> counts)
    {
        foreach (var (phrase, count) in counts)
        {
            Keep(phrase, count);
        }
    }

    private void Keep(string phrase, SearchCount count)
    {
        lock (_lock)
        {
            var under = _counts.ContainsKey(phrase) || _counts.Count < MaxInMemory ? phrase : "";
            _counts[under] = _counts.GetValueOrDefault(under) + count;
        }
    }
}

/// <summary>Forgets searches after a month. Safe to run twice.</summary>
public sealed class PurgeSearchesJob(SearchRecorder recorder)
{
    public Task RunAsync(CancellationToken cancel) => recorder.PurgeAsync(cancel);
}
