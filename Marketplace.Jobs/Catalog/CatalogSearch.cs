using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>One module as a result shows it; the version is the one a new client would get.</summary>
public sealed record ModuleRow(
    long Id, string PackageId, string DisplayName, string Summary, string Category, string Publisher, bool IsVerified, DateTime UpdatedAt)
{
    public string Version { get; init; } = "";
    public bool IsPrerelease { get; init; }
}

/// <summary>One value of a facet and how many modules it would leave.</summary>
public sealed record FacetValue(string Name, int Count);

/// <summary>Each facet is counted as if it were not chosen itself, so that its other values stay within reach.</summary>
public sealed record Facets(IReadOnlyList<FacetValue> Categories, IReadOnlyList<FacetValue> Publishers, IReadOnlyList<FacetValue> Without);

public sealed record SearchResult(Page<ModuleRow> Page, Facets Facets);

/// <summary>Finds modules that may be installed. Everybody may search: only available releases count.</summary>
public sealed class CatalogSearch(IDbContextFactory<MarketplaceDb> databases)
{
    public const int PageSize = 20;
    private const int MaxFacetValues = 30;

    public async Task<SearchResult> FindAsync(CatalogQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var matching = db.ListedModules().AsNoTracking().Matching(query.Words);
        var chosen = matching.InCategories(query.Categories).PublishedBy(query.Publishers).Without(query.Without);
        var page = await Rows(chosen.InOrder(query.Sort, query.Phrase)).PageAsync(query.Page, PageSize, cancel);
        var facets = new Facets(
            await CountAsync(matching.PublishedBy(query.Publishers).Without(query.Without).GroupBy(m => m.Category).OrderByDescending(g => g.Count()).Select(g => new FacetValue(g.Key, g.Count())), cancel),
            await CountAsync(matching.InCategories(query.Categories).Without(query.Without).GroupBy(m => m.Publisher.Name).OrderByDescending(g => g.Count()).Select(g => new FacetValue(g.Key, g.Count())), cancel),
            await WithoutAsync(chosen, query, cancel));
        return new SearchResult(page with { Rows = await db.WithVersionsAsync(page.Rows, cancel) }, facets);
    }

    /// <summary>The best few, for a list that opens while somebody types.</summary>
    public async Task<IReadOnlyList<ModuleRow>> SuggestAsync(string text, int count, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var query = new CatalogQuery { Text = text };
        return await Rows(db.ListedModules().AsNoTracking().Matching(query.Words).InOrder(CatalogSort.Relevance, query.Phrase)).Take(count).ToListAsync(cancel);
    }

    private static IQueryable<ModuleRow> Rows(IQueryable<Module> modules) => modules.Select(m => new ModuleRow(
        m.Id, m.PackageId, m.DisplayName, m.Summary, m.Category, m.Publisher.Name, m.Publisher.VerifiedAt != null, m.UpdatedAt));

    private static async Task<IReadOnlyList<FacetValue>> CountAsync(IQueryable<FacetValue> values, CancellationToken cancel) =>
        [.. (await values.Take(MaxFacetValues).ToListAsync(cancel)).OrderByDescending(value => value.Count).ThenBy(value => value.Name, StringComparer.OrdinalIgnoreCase)];

    // Few sets of capabilities occur, so they are counted as sets in the database and taken apart here.
    private static async Task<IReadOnlyList<FacetValue>> WithoutAsync(IQueryable<Module> chosen, CatalogQuery query, CancellationToken cancel)
    {
        var sets = await chosen.GroupBy(m => m.Capabilities).OrderBy(g => g.Key).Select(g => new FacetValue(g.Key, g.Count())).Take(1000).ToListAsync(cancel);
        var all = sets.Sum(set => set.Count);
        return [.. from name in Capability.Guarded
                   let count = sets.Where(set => !set.Name.Contains($" {name} ", StringComparison.Ordinal)).Sum(set => set.Count)
                   where count < all || query.Without.Contains(name)
                   select new FacetValue(name, count)];
    }
}
