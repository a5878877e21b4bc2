using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>The search that the database itself can answer, for the moments until the index is built.</summary>
internal static class DatabaseSearch
{
    private const int MaxFacetValues = 30;

    extension(MarketplaceDb db)
    {
        public async Task<SearchResult> FindAsync(CatalogQuery query, int size, CancellationToken cancel)
        {
            var matching = db.ListedModules().AsNoTracking().Matching(query.Words);
            var chosen = matching.InCategories(query.Categories).PublishedBy(query.Publishers).Without(query.Without);
            var page = await chosen.InOrder(query.Sort, query.Phrase).AsRows().PageAsync(query.Page, size, cancel);
            var facets = new Facets(
                await CountAsync(matching.PublishedBy(query.Publishers).Without(query.Without).GroupBy(m => m.Category).OrderByDescending(g => g.Count()).Select(g => new FacetValue(g.Key, g.Count())), cancel),
                await CountAsync(matching.InCategories(query.Categories).Without(query.Without).GroupBy(m => m.Publisher.Name).OrderByDescending(g => g.Count()).Select(g => new FacetValue(g.Key, g.Count())), cancel),
                await WithoutAsync(chosen, query, cancel));
            return new SearchResult(page with { Rows = await db.WithVersionsAsync(page.Rows, cancel) }, facets);
        }
    }

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
