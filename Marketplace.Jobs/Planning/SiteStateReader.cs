using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Planning;

/// <summary>A site as it stands, read for the resolver.</summary>
internal static class SiteStateReader
{
    /// <summary>Null when the actor has no such site.</summary>
    public static async Task<SiteState?> ReadAsync(MarketplaceDb db, Actor actor, long siteId, DateTime now, CancellationToken cancel)
    {
        var rules = db.ModuleRules;
        var site = await db.Sites.AsNoTracking().Of(actor).Where(s => s.Id == siteId).Select(s => new
        {
            s.HostVersion,
            s.OrganizationId,
            s.Channel,
            Pinned = rules.Where(r => r.SiteId == s.Id && r.PinnedAt != null).Select(r => r.NormalizedId).ToList(),
            Modules = s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules).Select(m => new { m.PackageId, m.Version }).ToList(),
        }).AsSplitQuery().OrderBy(s => s.OrganizationId).FirstOrDefaultAsync(cancel);
        if (site is null)
        {
            return null;
        }

        var installed = site.Modules.ToDictionary(m => m.PackageId, m => NuGetVersion.Parse(m.Version), StringComparer.OrdinalIgnoreCase);
        return new SiteState(NuGetVersion.Parse(site.HostVersion), installed)
        {
            OrganizationId = site.OrganizationId,
            Prereleases = site.Channel is SiteChannel.Prerelease,
            Pinned = site.Pinned.ToHashSet(StringComparer.OrdinalIgnoreCase),
            Licensed = (
                from window in await db.LicenseWindowsAsync(site.OrganizationId, now, cancel)
                let until = installed.ContainsKey(window.PackageId) ? window.Updates : window.Installs
                where until is not null
                select KeyValuePair.Create(window.PackageId, until.Value)).ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
    }
}
