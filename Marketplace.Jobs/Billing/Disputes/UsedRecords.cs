using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing.Activations;
using Marketplace.Licensing.Metering;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Disputes;

/// <summary>What was done with the licenses: where they were activated, what was delivered to sites, and what was used.</summary>
internal static class UsedRecords
{
    // A bank reads a few pages, not fifty.
    private const int MaxRows = 60;

    /// <summary>Installations that a key activated, and versions that the marketplace delivered to sites, each when it came first.</summary>
    public static async Task<IReadOnlyList<RecordedUse>> SitesAsync(
        MarketplaceDb db, long organizationId, IReadOnlyList<RecordedLicense> licenses, DateTime since, CancellationToken cancel)
    {
        var (ids, packages) = (licenses.Select(l => l.Id).ToList(), licenses.DistinctBy(l => l.PackageId).ToDictionary(l => l.PackageId, l => l.Module));
        var activated = await db.Activations.Where(a => ids.Contains(a.LicenseId)).OrderBy(a => a.ActivatedAt).ThenBy(a => a.Id).Take(MaxRows)
            .Select(a => new { a.ActivatedAt, a.Name, a.License.Module.PackageId, a.SeenAt, a.DeactivatedAt }).ToListAsync(cancel);
        var names = packages.Keys.ToList();
        var delivered = await db.Sites.Where(s => s.OrganizationId == organizationId).SelectMany(s => s.Revisions, (site, revision) => new { site, revision })
            .Where(one => one.revision.CreatedAt >= since)
            .SelectMany(one => one.revision.Modules, (one, module) => new { one.site, one.revision, module })
            .Where(one => names.Contains(one.module.PackageId)).GroupBy(one => new { one.site.Name, one.module.PackageId, one.module.Version })
            .Select(g => new { g.Key.Name, g.Key.PackageId, g.Key.Version, At = g.Min(one => one.revision.CreatedAt) })
            .OrderBy(one => one.At).ThenBy(one => one.Name).Take(MaxRows).ToListAsync(cancel);
        return
        [
            .. activated.Select(a => new RecordedUse(a.ActivatedAt, a.Name, $"{packages[a.PackageId]} activated by its license key", a.SeenAt))
                .Concat(delivered.Select(d => new RecordedUse(d.At, d.Name, $"{packages[d.PackageId]} {d.Version} installed", null)))
                .OrderBy(one => one.At).Take(MaxRows),
        ];
    }

    public static async Task<IReadOnlyList<RecordedUsage>> UsageAsync(
        MarketplaceDb db, long organizationId, IReadOnlyList<RecordedLicense> licenses, DateTime since, CancellationToken cancel)
    {
        var (packages, first) = (licenses.Select(l => l.PackageId).ToList(), DateOnly.FromDateTime(since));
        var modules = db.Modules.Where(m => packages.Contains(m.PackageId));
        return await db.UsageDays.Where(d => d.OrganizationId == organizationId && d.Day >= first)
            .Join(modules, day => day.ModuleId, module => module.Id, (day, module) => new { day, module.DisplayName })
            .GroupBy(one => new { one.DisplayName, one.day.Quantity })
            .OrderBy(g => g.Key.DisplayName).ThenBy(g => g.Key.Quantity).Take(MaxRows)
            .Select(g => new RecordedUsage(
                g.Key.DisplayName, g.Key.Quantity, g.Sum(one => one.day.Count), g.Min(one => one.day.Day), g.Max(one => one.day.Day)))
            .ToListAsync(cancel);
    }
}
