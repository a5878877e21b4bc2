using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Search;

/// <param name="Name">A module's package id, or a publisher's name.</param>
/// <param name="ChangedAt">When a module was last released; null for publishers.</param>
public sealed record SitemapRow(string Name, DateTime? ChangedAt);

/// <summary>What search engines may find: public modules, and publishers that have one.</summary>
public sealed class SitemapQueries(IDbContextFactory<MarketplaceDb> databases, CatalogIndex index)
{
    /// <summary>What the protocol of site maps allows in one file.</summary>
    public const int Most = 50_000;

    public async Task<(int Modules, int Publishers)> CountAsync(CancellationToken cancel)
    {
        if (index.Current is { } ready)
        {
            return (ready.Count, ready.Suggestions.OfPublishers.Count);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await db.ListedModules().CountAsync(cancel), await db.ListedModules().Select(m => m.PublisherId).Distinct().CountAsync(cancel));
    }

    /// <summary>In the order in which they came, so that pages hold still.</summary>
    public async Task<IReadOnlyList<SitemapRow>> ModulesAsync(int page, CancellationToken cancel, int size = Most)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.ListedModules().OrderBy(m => m.Id).Skip(Paging.Offset(page, size)).Take(size)
            .Select(m => new SitemapRow(m.PackageId, m.UpdatedAt)).ToListAsync(cancel);
    }

    public async Task<IReadOnlyList<SitemapRow>> PublishersAsync(int page, CancellationToken cancel, int size = Most)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var listed = db.ListedModules();
        return await db.Organizations.Where(o => listed.Any(m => m.PublisherId == o.Id)).OrderBy(o => o.Id).Skip(Paging.Offset(page, size)).Take(size)
            .Select(o => new SitemapRow(o.Name, null)).ToListAsync(cancel);
    }
}
