using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Search;

/// <param name="Modules">How many listed modules name it; those below it not counted.</param>
/// <param name="IsKept">An operator has named it; otherwise it is known only from packages.</param>
public sealed record CategoryRow(string Slug, string Title, string? ParentSlug, int Modules, bool IsKept);

/// <summary>The categories with how many modules each has.</summary>
public sealed class CategoryQueries(IDbContextFactory<MarketplaceDb> databases, CatalogIndex index)
{
    /// <summary>Those of the first level by title, each followed by those below it.</summary>
    public async Task<IReadOnlyList<CategoryRow>> ReadAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var kept = await db.Set<Category>().AsNoTracking().OrderBy(c => c.Slug).Take(Categories.MaxCategories).ToListAsync(cancel);
        var counts = index.Current?.Suggestions.OfCategories ?? await CountAsync(db, cancel);
        var rows = kept.ConvertAll(c => new CategoryRow(c.Slug, c.Title, c.ParentSlug, counts.GetValueOrDefault(c.Slug), true));
        var others = counts.Keys.Except(kept.Select(c => c.Slug)).Order(StringComparer.Ordinal).Take(Categories.MaxCategories);
        rows.AddRange(others.Select(slug => new CategoryRow(slug, CategoryTitles.None.Of(slug), null, counts[slug], false)));
        var below = rows.Where(row => row.ParentSlug is not null).OrderBy(row => row.Title, StringComparer.OrdinalIgnoreCase).ToLookup(row => row.ParentSlug);
        return [.. rows
            .Where(row => row.ParentSlug is null)
            .OrderBy(row => row.Title, StringComparer.OrdinalIgnoreCase)
            .SelectMany(row => below[row.Slug].Prepend(row))];
    }

    private static async Task<IReadOnlyDictionary<string, int>> CountAsync(MarketplaceDb db, CancellationToken cancel) => await db
        .ListedModules()
        .GroupBy(m => m.Category)
        .OrderBy(g => g.Key)
        .Select(g => new { g.Key, Count = g.Count() })
        .Take(Categories.MaxCategories)
        .ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
}
