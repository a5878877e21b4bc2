using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Search.Index;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Search;

public sealed record SearchResult(Page<ModuleRow> Page, Facets Facets)
{
    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>A better spelling, where what was typed is found nowhere.</summary>
    public string? Meant { get; init; }

    /// <summary>What was taken otherwise than it may have been meant.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public CategoryTitles Titles { get; init; } = CategoryTitles.None;
}

/// <summary>
/// Finds modules that may be installed. Everybody may search: only available releases count, and of private modules those that the
/// actor may see. The index says which and in what order, the database what they are now; until the index is built, the database
/// answers alone and says so.
/// </summary>
public sealed class CatalogSearch(IDbContextFactory<MarketplaceDb> databases, CatalogIndex index, TimeProvider clock)
{
    public const int PageSize = 20;
    private const int MaxOrganizations = 100;

    /// <param name="actor">Null for a visitor.</param>
    /// <param name="size">How many modules a page has.</param>
    public async Task<SearchResult> FindAsync(CatalogQuery query, Actor? actor, CancellationToken cancel, int size = PageSize)
    {
        var start = clock.GetTimestamp();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var result = await AskAsync(db, query, actor, size, cancel) with { Titles = await db.CategoryTitlesAsync(cancel) };
        return result with { Took = clock.GetElapsedTime(start) };
    }

    /// <summary>The best few of each kind, for a list that opens while someone types; until the index is built, modules alone.</summary>
    public async Task<Suggestions> SuggestAsync(string text, int count, Actor? actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var query = new CatalogQuery { Text = text };
        if (index.Current is not { } ready)
        {
            return new Suggestions(await db
                .FirstListed(db.Modules.AsNoTracking().Matching(query.Words), CatalogSort.Relevance, query.Phrase, actor)
                .AsRows()
                .Take(count)
                .ToListAsync(cancel));
        }

        var (seen, titles) = (await ForAsync(db, ready, actor, cancel), await db.CategoryTitlesAsync(cancel));
        return new Suggestions(await RowsAsync(db, actor, seen.Find(query, clock.UtcNow, count).Hits, cancel))
        {
            Publishers = seen.Suggestions.Publishers(text, count),
            Categories = [.. seen.Suggestions.Categories(text, count).Select(slug => new CategoryLabel(slug, titles.Of(slug)))],
            Tags = seen.Suggestions.Tags(text, count),
        };
    }

    private async Task<SearchResult> AskAsync(MarketplaceDb db, CatalogQuery query, Actor? actor, int size, CancellationToken cancel)
    {
        if (index.Current is not { } ready)
        {
            return await db.FindAsync(query, actor, clock.UtcNow, size, cancel);
        }

        var answer = (await ForAsync(db, ready, actor, cancel)).Find(query, clock.UtcNow, size);
        var rows = await RowsAsync(db, actor, answer.Hits, cancel);
        return new SearchResult(new Page<ModuleRow>(await db.WithVersionsAsync(actor, rows, cancel), answer.Total, query.Page, size), answer.Facets)
        {
            Meant = answer.Meant,
            Notes = answer.Terms.Notes,
        };
    }

    private static async Task<SearchIndex> ForAsync(MarketplaceDb db, SearchIndex index, Actor? actor, CancellationToken cancel)
    {
        if (actor is not { } person || !index.HasPrivate)
        {
            return index;
        }

        var isStaff = await db.StaffGrants.Allowing(person, StaffRole.Moderator).AnyAsync(cancel);
        return index.For(new SearchViewer(
            isStaff,
            isStaff
                ? []
                : await db.Organizations.Of(person).OrderBy(o => o.Id).Select(o => o.Id).Take(MaxOrganizations).ToListAsync(cancel)));
    }

    // What was suspended or hidden a moment ago is not shown, whatever the index still says.
    private static async Task<IReadOnlyList<ModuleRow>> RowsAsync(MarketplaceDb db, Actor? actor, IReadOnlyList<IndexHit> hits, CancellationToken cancel)
    {
        var ids = hits.Select(hit => hit.Id).ToArray();
        var rows = await db.ListedModules(actor).AsNoTracking().Where(m => ids.Contains(m.Id)).AsRows().ToDictionaryAsync(row => row.Id, cancel);
        return [.. hits
            .Where(hit => rows.ContainsKey(hit.Id))
            .Select(hit => rows[hit.Id] with { Ranking = hit.Ranking.Kind is MatchKind.None ? null : hit.Ranking })];
    }
}
