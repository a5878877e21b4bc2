using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Modules.Packages;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Updates;

/// <summary>Works out for some sites of one organization what is newer than what they have: four queries, however many modules there are.</summary>
internal static class UpdateQueries
{
    // 200 modules with 100 releases each; beyond it the oldest releases are not looked at.
    private const int MaxReleases = 20_000;
    private const int MaxModules = 20_000;

    /// <summary>By site; security first, then by module.</summary>
    public static async Task<ILookup<long, ModuleUpdate>> ReadAsync(
        MarketplaceDb db, long organizationId, IReadOnlyCollection<long> siteIds, DateTime now, CancellationToken cancel)
    {
        var sites = await db.Sites.AsNoTracking().Where(s => siteIds.Contains(s.Id)).Select(s => new { s.Id, s.HostVersion, s.Channel })
            .ToDictionaryAsync(s => s.Id, s => (Host: NuGetVersion.Parse(s.HostVersion), Prereleases: s.Channel is SiteChannel.Prerelease), cancel);
        var levels = await db.SitePolicies.AsNoTracking().Where(p => siteIds.Contains(p.SiteId)).ToDictionaryAsync(p => p.SiteId, p => p.Level, cancel);
        var rules = (await db.ModuleRules.AsNoTracking().Where(r => siteIds.Contains(r.SiteId)).ToListAsync(cancel))
            .ToDictionary(r => (r.SiteId, r.NormalizedId));
        var installed = await db.Installed(siteIds)
            .Join(db.Releases, m => m.Hash, r => r.PackageHash, (m, r) => new { m.SiteId, m.PackageId, m.Version, r.ModuleId })
            .OrderBy(m => m.SiteId).ThenBy(m => m.PackageId).Take(MaxModules).ToListAsync(cancel);
        var modules = installed.Select(m => m.ModuleId).Distinct().ToArray();
        var prereleases = installed.Exists(m => SiteState.TakesPrereleases(sites[m.SiteId].Prereleases, NuGetVersion.Parse(m.Version)));
        var releases = (await db.AvailableReleasesFor(organizationId).Offered().Where(r => modules.Contains(r.ModuleId) && (prereleases || !r.IsPrerelease))
                .OrderByDescending(r => r.Id).Take(MaxReleases)
                .Select(r => new
                {
                    r.Id, r.ModuleId, r.Version, r.HostRange, r.ApprovedAt, Security = r.Security == null ? null : r.Security.Text
                })
                .ToListAsync(cancel))
            .ToLookup(
                r => r.ModuleId,
                r => (
                    Host: VersionRange.Parse(r.HostRange),
                    Release: new NewerRelease(r.Id, NuGetVersion.Parse(r.Version), r.ApprovedAt, r.Security)));
        var windows = (await db.LicenseWindowsAsync(organizationId, now, cancel))
            .ToDictionary(window => window.PackageId, window => window.Updates, StringComparer.OrdinalIgnoreCase);
        return (
            from module in installed
            let version = NuGetVersion.Parse(module.Version)
            let site = sites[module.SiteId]
            let takesPrereleases = SiteState.TakesPrereleases(site.Prereleases, version)
            let newer = releases[module.ModuleId]
                .Where(r => r.Release.Version > version && r.Host.Includes(site.Host) && (takesPrereleases || !r.Release.Version.IsPrerelease))
                .Select(r => r.Release with { IsCovered = !(r.Release.AvailableAt > windows.GetValueOrDefault(module.PackageId)) })
                .OrderByDescending(r => r.Version).ToList()
            where newer.Count > 0
            let rule = rules.GetValueOrDefault((module.SiteId, Module.Normalize(module.PackageId)))
            let update = new ModuleUpdate(
                module.PackageId, version, newer, rule?.PinnedAt is not null, rule?.SkippedVersions ?? [],
                rule?.Level ?? levels.GetValueOrDefault(module.SiteId), rule?.Level is not null)
            orderby update.IsSecurity descending, update.PackageId
            select (module.SiteId, Update: update)).ToLookup(u => u.SiteId, u => u.Update);
    }
}
