using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Installs;

/// <summary>A site as it stands, and of the catalogue what may matter for some wishes on it.</summary>
public sealed record SitePicture(SiteState State, CatalogSnapshot Catalog)
{
    // Deeper chains of needs than this have not been seen; what lies beyond counts as missing.
    private const int MaxDepth = 20;

    /// <summary>Null when the actor has no such site.</summary>
    public static async Task<SitePicture?> ReadAsync(MarketplaceDb db, Actor actor, long siteId, IReadOnlyCollection<string> wished, CancellationToken cancel)
    {
        var site = await db.Sites.AsNoTracking().Of(actor).Where(s => s.Id == siteId).Select(s => new
        {
            s.HostVersion,
            s.OrganizationId,
            Modules = s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules).Select(m => new { m.PackageId, m.Version, m.PackageHash }).ToList(),
        }).FirstOrDefaultAsync(cancel);
        if (site is null)
        {
            return null;
        }

        var available = await ClosureAsync(db, site.OrganizationId, wished.Concat(site.Modules.Select(m => m.PackageId)), cancel);
        var known = available.Select(r => r.Hash).ToHashSet(StringComparer.Ordinal);
        var kept = site.Modules.Select(m => m.PackageHash).Where(hash => !known.Contains(hash)).ToArray();
        var withdrawn = kept.Length == 0 ? [] : await SelectAsync(db.Releases.Where(r => kept.Contains(r.PackageHash)), isAvailable: false, cancel);
        return new SitePicture(
            new SiteState(NuGetVersion.Parse(site.HostVersion), site.Modules.Select(m => KeyValuePair.Create(m.PackageId, NuGetVersion.Parse(m.Version)))),
            new CatalogSnapshot(available.Concat(withdrawn)));
    }

    // The modules, what they need, what that needs, and so on: one query for each depth.
    private static async Task<List<SnapshotRelease>> ClosureAsync(MarketplaceDb db, long organizationId, IEnumerable<string> ids, CancellationToken cancel)
    {
        var releases = new List<SnapshotRelease>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = ids.Select(Module.Normalize).Where(seen.Add).ToArray();
        for (var depth = 0; next.Length > 0 && depth < MaxDepth; depth++)
        {
            var wanted = next;
            var found = await SelectAsync(db.AvailableReleasesFor(organizationId).Offered().Where(r => wanted.Contains(r.Module.NormalizedId)), isAvailable: true, cancel);
            releases.AddRange(found);
            next = [.. found.SelectMany(r => r.Requirements).Select(need => Module.Normalize(need.Id)).Where(seen.Add)];
        }

        return releases;
    }

    private static async Task<List<SnapshotRelease>> SelectAsync(IQueryable<Release> releases, bool isAvailable, CancellationToken cancel) =>
        (await releases.AsNoTracking().Select(r => new
        {
            r.Module.PackageId,
            r.Version,
            r.HostRange,
            r.PackageHash,
            r.PackageSize,
            Needs = r.Dependencies.Select(d => new { d.PackageId, d.Range }).ToList(),
        }).ToListAsync(cancel)).ConvertAll(r => new SnapshotRelease(
            r.PackageId, NuGetVersion.Parse(r.Version), VersionRange.Parse(r.HostRange),
            [.. r.Needs.Select(need => new Requirement(need.PackageId, VersionRange.Parse(need.Range)))], [], r.PackageHash, r.PackageSize, isAvailable));
}
