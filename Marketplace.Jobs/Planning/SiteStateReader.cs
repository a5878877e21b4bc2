using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Planning;

/// <summary>A site as it stands, read for the resolver.</summary>
internal static class SiteStateReader
{
    /// <summary>Null when the actor has no such site.</summary>
    public static async Task<SiteState?> ReadAsync(MarketplaceDb db, Actor actor, long siteId, CancellationToken cancel)
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
        return site is null
            ? null
            : new SiteState(
                NuGetVersion.Parse(site.HostVersion),
                site.Modules.Select(m => KeyValuePair.Create(m.PackageId, NuGetVersion.Parse(m.Version))))
            {
                OrganizationId = site.OrganizationId,
                Prereleases = site.Channel is SiteChannel.Prerelease,
                Pinned = site.Pinned.ToHashSet(StringComparer.OrdinalIgnoreCase),
            };
    }
}
