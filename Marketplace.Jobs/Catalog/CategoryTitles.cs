using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>What categories are called: as operators named them, or by their slugs. Whatever shows a category asks here.</summary>
public sealed record CategoryTitles(IReadOnlyDictionary<string, string> Named)
{
    public static readonly CategoryTitles None = new(new Dictionary<string, string>());

    public string Of(string slug) => Named.TryGetValue(slug, out var title) ? title
        : slug is "" ? "" : char.ToUpperInvariant(slug[0]) + slug[1..].Replace('-', ' ');
}

internal static class CategoryTitlesData
{
    extension(MarketplaceDb db)
    {
        public async Task<CategoryTitles> CategoryTitlesAsync(CancellationToken cancel) =>
            new(await db.Set<Category>().OrderBy(c => c.Slug).Take(Categories.MaxCategories).ToDictionaryAsync(c => c.Slug, c => c.Title, cancel));
    }
}
