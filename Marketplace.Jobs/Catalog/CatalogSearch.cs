using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>One module as a result shows it; the version is the one a new client would get.</summary>
public sealed record ModuleRow(
    long Id, string PackageId, string DisplayName, string Summary, string Category, string Publisher, bool IsVerified, DateTime UpdatedAt)
{
    public string Version { get; init; } = "";
    public bool IsPrerelease { get; init; }

    /// <summary>Why it stands where it stands; null outside a search by words.</summary>
    public Ranking? Ranking { get; init; }

    public FigureRow Figures { get; init; } = FigureRow.None;
}

public sealed record SearchResult(Page<ModuleRow> Page, Facets Facets)
{
    /// <summary>A better spelling, where what was typed is found nowhere.</summary>
    public string? Meant { get; init; }

    /// <summary>What was taken otherwise than it may have been meant.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>
/// Finds modules that may be installed. Everybody may search: only available releases count. The index says which and in what order,
/// the database what they are now; until the index is built, the database answers alone.
/// </summary>
public sealed class CatalogSearch(IDbContextFactory<MarketplaceDb> databases, CatalogIndex index, TimeProvider clock)
{
    public const int PageSize = 20;

    public async Task<SearchResult> FindAsync(CatalogQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (index.Current is not { } ready)
        {
            return await db.FindAsync(query, PageSize, cancel);
        }

        var answer = ready.Find(query, clock.UtcNow, PageSize);
        var rows = await RowsAsync(db, answer.Hits, cancel);
        return new SearchResult(new Page<ModuleRow>(await db.WithVersionsAsync(rows, cancel), answer.Total, query.Page, PageSize), answer.Facets)
        {
            Meant = answer.Meant,
            Notes = answer.Terms.Notes,
        };
    }

    /// <summary>The best few, for a list that opens while somebody types.</summary>
    public async Task<IReadOnlyList<ModuleRow>> SuggestAsync(string text, int count, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var query = new CatalogQuery { Text = text };
        return index.Current is { } ready
            ? await RowsAsync(db, ready.Find(query, clock.UtcNow, count).Hits, cancel)
            : await db.ListedModules().AsNoTracking().Matching(query.Words).InOrder(CatalogSort.Relevance, query.Phrase).AsRows().Take(count).ToListAsync(cancel);
    }

    // What was suspended a moment ago is not shown, whatever the index still says.
    private static async Task<IReadOnlyList<ModuleRow>> RowsAsync(MarketplaceDb db, IReadOnlyList<IndexHit> hits, CancellationToken cancel)
    {
        var ids = hits.Select(hit => hit.Id).ToArray();
        var rows = await db.ListedModules().AsNoTracking().Where(m => ids.Contains(m.Id)).AsRows().ToDictionaryAsync(row => row.Id, cancel);
        return [.. hits.Where(hit => rows.ContainsKey(hit.Id)).Select(hit => rows[hit.Id] with { Ranking = hit.Ranking.Kind is MatchKind.None ? null : hit.Ranking })];
    }
}
