using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Search;

/// <summary>A phrase over some days, or all of them together.</summary>
public sealed record SearchedRow(string Phrase, long Searches, long Empty, long Opened, long Milliseconds, int Slowest)
{
    /// <summary>The share of searches from which a result was opened.</summary>
    public double ClickThrough => Searches == 0 ? 0 : Math.Min(1, (double)Opened / Searches);

    public double Mean => Searches == 0 ? 0 : (double)Milliseconds / Searches;
}

/// <summary>The days of a phrase added up, as the database sorts them.</summary>
public sealed class SearchedPhrase
{
    public long Id { get; init; }
    public string Phrase { get; init; } = "";
    public long Searches { get; init; }
    public long Empty { get; init; }
    public long Opened { get; init; }
    public long Milliseconds { get; init; }
    public int Slowest { get; init; }
}

/// <summary>Tells operators how people fare with search.</summary>
public sealed class SearchReport(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Over how many days it can be read.</summary>
    public static readonly IReadOnlyList<int> Spans = [1, 7, 30];

    public static readonly ListColumns<SearchedPhrase> Columns = new ListColumns<SearchedPhrase>(p => p.Id, "-searches")
        .Text("phrase", p => p.Phrase).Number("searches", p => p.Searches).Number("empty", p => p.Empty)
        .Sorted("opened", p => p.Searches == 0 ? 0 : (double)p.Opened / p.Searches)
        .Sorted("mean", p => p.Searches == 0 ? 0 : (double)p.Milliseconds / p.Searches)
        .Number("slowest", p => p.Slowest);

    /// <summary>All searches together; null for who is no operator.</summary>
    public async Task<SearchedRow?> TotalAsync(Actor actor, int days, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel)
            ? await Tallies(db, actor, days)
                .GroupBy(_ => 1)
                .OrderBy(g => g.Key)
                .Select(g => new SearchedRow(
                    "", g.Sum(t => t.Searches), g.Sum(t => t.Empty), g.Sum(t => t.Opened), g.Sum(t => t.Milliseconds), g.Max(t => t.Slowest)))
                .FirstOrDefaultAsync(cancel) ?? new SearchedRow("", 0, 0, 0, 0, 0)
            : null;
    }

    /// <summary>The phrases; none for who is no operator.</summary>
    public async Task<Page<SearchedRow>> ListAsync(Actor actor, int days, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Phrases(db, actor, days, query).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<SearchedRow> StreamAsync(Actor actor, int days, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Phrases(db, actor, days, query), cancel);

    private IQueryable<SearchedRow> Phrases(MarketplaceDb db, Actor actor, int days, ListQuery query) =>
        Columns.Apply(
                Tallies(db, actor, days).Where(t => t.Phrase != "").GroupBy(t => t.Phrase).Select(g => new SearchedPhrase
                {
                    Id = g.Max(t => t.Id),
                    Phrase = g.Key,
                    Searches = g.Sum(t => t.Searches),
                    Empty = g.Sum(t => t.Empty),
                    Opened = g.Sum(t => t.Opened),
                    Milliseconds = g.Sum(t => t.Milliseconds),
                    Slowest = g.Max(t => t.Slowest),
                }),
                query)
            .Select(p => new SearchedRow(p.Phrase, p.Searches, p.Empty, p.Opened, p.Milliseconds, p.Slowest));

    private IQueryable<SearchTally> Tallies(MarketplaceDb db, Actor actor, int days)
    {
        var (since, grants) = (DateOnly.FromDateTime(clock.UtcNow).AddDays(1 - days), db.StaffGrants.Allowing(actor, StaffRole.Operator));
        return db.Set<SearchTally>().Where(t => t.Day >= since && grants.Any());
    }
}
