using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Sites;

/// <summary>A suspended release that a site has.</summary>
/// <param name="Blocks">Nothing is installed or updated on the site while it has it.</param>
public sealed record SuspendedModule(string PackageId, string Version, string Hash, string Reason, bool Blocks);

internal static class SuspendedModules
{
    /// <summary>Those that the site has now.</summary>
    public static async Task<IReadOnlyList<SuspendedModule>> ReadAsync(MarketplaceDb db, long siteId, CancellationToken cancel)
    {
        var rows = await db.Installed([siteId])
            .Join(db.Releases, m => m.Hash, r => r.PackageHash, (m, r) => new { m.PackageId, m.Version, m.Hash, r.Id, r.Suspension })
            .Where(m => m.Suspension != null).OrderBy(m => m.PackageId).ToListAsync(cancel);
        var ids = rows.ConvertAll(row => row.Id);
        var blocking = ids.Count == 0
            ? []
            : await db.Set<SiteSuspension>()
                .Where(s => s.SiteId == siteId && ids.Contains(s.ReleaseId) && s.Response != SuspensionResponse.Warn)
                .Select(s => new { s.ReleaseId, s.SuspendedAt }).ToListAsync(cancel);
        return rows.ConvertAll(row => new SuspendedModule(
            row.PackageId, row.Version, row.Hash, row.Suspension!.Reason,
            blocking.Any(b => b.ReleaseId == row.Id && b.SuspendedAt == row.Suspension.At)));
    }
}
