using Marketplace.Data;
using Marketplace.Licensing.Activations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Planning;

/// <summary>
/// Counts what takes a site of a license: production sites that have the module, or are about to, unless it was deactivated there, and what a key activated.
/// Counted over what is there, so no count can be forgotten or left behind.
/// </summary>
public sealed class SitesInUse(ISeatsOnTheWay seats, TimeProvider clock) : ISitesInUse
{
    public async Task<int> CountAsync(MarketplaceDb db, long organizationId, string packageId, CancellationToken cancel) =>
        await Uses(db, organizationId, 0).CountAsync(use => use.PackageId == packageId, cancel);

    /// <summary>By package id, how many there are beside a site; nothing of what none uses.</summary>
    /// <param name="packageIds">As their modules write them.</param>
    public async Task<IReadOnlyDictionary<string, int>> OthersAsync(
        MarketplaceDb db, long organizationId, long siteId, IReadOnlyCollection<string> packageIds, CancellationToken cancel)
    {
        var sites = await Uses(db, organizationId, siteId).Where(use => packageIds.Contains(use.PackageId))
            .GroupBy(use => use.PackageId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var keys = await db.Activations.Active(clock.UtcNow)
            .Where(a => a.License.OrganizationId == organizationId && packageIds.Contains(a.License.Module.PackageId))
            .GroupBy(a => a.License.Module.PackageId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        return sites.Concat(keys).GroupBy(one => one.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.Sum(one => one.Count), StringComparer.OrdinalIgnoreCase);
    }

    private IQueryable<SeatOnTheWay> Uses(MarketplaceDb db, long organizationId, long exceptSite)
    {
        var sites = db.Sites.Where(s => s.OrganizationId == organizationId && s.Id != exceptSite && s.Kind == SiteKind.Production);
        var off = db.DeactivatedModules;
        var there = sites
            .SelectMany(
                s => s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules),
                (s, m) => new SeatOnTheWay { SiteId = s.Id, PackageId = m.PackageId })
            .Where(use => !off.Any(m => m.SiteId == use.SiteId && m.PackageId == use.PackageId));
        var onTheWay = seats.In(db).Where(seat => sites.Any(s => s.Id == seat.SiteId));
        return there.Union(onTheWay);
    }
}
