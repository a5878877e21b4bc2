using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Installs;

/// <summary>Reads the part of the catalogue that a wish can reach: one query for each level of the dependency graph.</summary>
public static class CatalogSnapshots
{
    private const int MostModules = 2000;

    /// <summary>All available releases of the modules named and of everything that they may need in turn.</summary>
    public static async Task<CatalogSnapshot> ReadAsync(MarketplaceDb db, IEnumerable<string> packageIds, CancellationToken cancel)
    {
        var releases = new List<SnapshotRelease>();
        var seen = new HashSet<string>();
        var next = packageIds.Select(Module.Normalize).Where(seen.Add).ToList();
        while (next.Count > 0 && seen.Count <= MostModules)
        {
            var level = await LevelAsync(db, next, cancel);
            releases.AddRange(level);
            next = [.. level.SelectMany(release => release.Requirements).Select(need => Module.Normalize(need.Id)).Where(seen.Add)];
        }

        return new CatalogSnapshot(releases);
    }

    private static async Task<List<SnapshotRelease>> LevelAsync(MarketplaceDb db, List<string> ids, CancellationToken cancel)
    {
        var rows = await db.AvailableReleases().Where(r => ids.Contains(r.Module.NormalizedId))
            .Select(r => new
            {
                r.Module.PackageId, r.Version, r.HostRange, r.PackageHash, r.PackageSize,
                Needs = r.Dependencies.Select(d => new { d.PackageId, d.Range }).ToList(),
            })
            .AsSplitQuery().ToListAsync(cancel);
        return rows.ConvertAll(r => new SnapshotRelease(
            r.PackageId, NuGetVersion.Parse(r.Version), VersionRange.Parse(r.HostRange),
            [.. r.Needs.Select(need => new Requirement(need.PackageId, VersionRange.Parse(need.Range)))], [], r.PackageHash, r.PackageSize));
    }
}
