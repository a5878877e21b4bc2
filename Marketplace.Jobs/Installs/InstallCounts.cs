using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Installs;

/// <summary>How much modules are used.</summary>
public sealed class InstallCounts(IDbContextFactory<MarketplaceDb> databases)
{
    /// <summary>On how many sites each module is installed now, by package id; those on none are left out.</summary>
    public async Task<IReadOnlyDictionary<string, int>> ReadAsync(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var counts = await db.Sites.SelectMany(s => s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules))
            .Where(m => ids.Contains(m.PackageId)).GroupBy(m => m.PackageId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        return counts.ToDictionary(g => g.Key, g => g.Count, StringComparer.OrdinalIgnoreCase);
    }
}
