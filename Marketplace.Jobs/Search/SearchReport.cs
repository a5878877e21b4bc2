using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Search;

/// <summary>A phrase over some days.</summary>
public sealed record SearchedRow(string Phrase, long Searches, long Empty, long Opened, long Milliseconds, int Slowest)
{
    /// <summary>The share of searches from which a result was opened.</summary>
    public double ClickThrough => Searches == 0 ? 0 : Math.Min(1, (double)Opened / Searches);

    public double Mean => Searches == 0 ? 0 : (double)Milliseconds / Searches;
}

/// <summary>What was searched for: found nowhere, most often, slowest.</summary>
/// <param name="All">All searches together.</param>
public sealed record SearchFigures(SearchedRow All, IReadOnlyList<SearchedRow> Nowhere, IReadOnlyList<SearchedRow> Most, IReadOnlyList<SearchedRow> Slowest);

/// <summary>Tells operators how people fare with search.</summary>
public sealed class SearchReport(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Over how many days it can be read.</summary>
    public static readonly IReadOnlyList<int> Spans = [1, 7, 30];

    private const int MaxRows = 50;

    /// <summary>Null for who is no operator.</summary>
    public async Task<SearchFigures?> ReadAsync(Actor actor, int days, CancellationToken cancel)
    {
        var since = DateOnly.FromDateTime(clock.UtcNow).AddDays(1 - days);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return null;
        }

        var tallies = db.Set<SearchTally>().Where(t => t.Day >= since);
        var all = await tallies
            .GroupBy(_ => 1)
            .OrderBy(g => g.Key)
            .Select(g => new SearchedRow(
                "",
                g.Sum(t => t.Searches),
                g.Sum(t => t.Empty),
                g.Sum(t => t.Opened),
                g.Sum(t => t.Milliseconds),
                g.Max(t => t.Slowest)))
            .FirstOrDefaultAsync(cancel);
        var phrases = tallies.Where(t => t.Phrase != "").GroupBy(t => t.Phrase).Select(g => new
        {
            g.Key,
            Searches = g.Sum(t => t.Searches),
            Empty = g.Sum(t => t.Empty),
            Opened = g.Sum(t => t.Opened),
            Milliseconds = g.Sum(t => t.Milliseconds),
            Slowest = g.Max(t => t.Slowest),
        });
        return new SearchFigures(
            all ?? new SearchedRow("", 0, 0, 0, 0, 0),
            await phrases
                .Where(p => p.Empty > 0)
                .OrderByDescending(p => p.Empty)
                .ThenBy(p => p.Key)
                .Take(MaxRows)
                .Select(p => new SearchedRow(p.Key, p.Searches, p.Empty, p.Opened, p.Milliseconds, p.Slowest))
                .ToListAsync(cancel),
            await phrases
                .Where(p => p.Searches > 0)
                .OrderByDescending(p => p.Searches)
                .ThenBy(p => p.Key)
                .Take(MaxRows)
                .Select(p => new SearchedRow(p.Key, p.Searches, p.Empty, p.Opened, p.Milliseconds, p.Slowest))
                .ToListAsync(cancel),
            await phrases
                .Where(p => p.Searches > 0)
                .OrderByDescending(p => p.Slowest)
                .ThenBy(p => p.Key)
                .Take(MaxRows)
                .Select(p => new SearchedRow(p.Key, p.Searches, p.Empty, p.Opened, p.Milliseconds, p.Slowest))
                .ToListAsync(cancel));
    }
}
