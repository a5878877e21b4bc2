using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules.Packages;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Scanning.Checks;

/// <summary>No module that this one needs, needs this one in turn, over any number of steps.</summary>
internal sealed class CycleCheck(IDbContextFactory<MarketplaceDb> databases) : PackageCheck
{
    private const int MaxReleases = 20_000;

    public override string Name => "cycle";

    protected override async Task<CheckResult> LookAsync(PackageArchive package, ScanSubject subject, CancellationToken cancel)
    {
        var own = Module.Normalize(package.Nuspec.Id);
        var next = package.Nuspec.Dependencies.Select(d => new Need(d.Id, d.Range, [package.Nuspec.Id])).ToList();
        var seen = new HashSet<long>();
        await using var db = await databases.CreateDbContextAsync(cancel);
        while (next.Count > 0)
        {
            if (next.FirstOrDefault(need => Module.Normalize(need.Id) == own) is { } circle)
            {
                var chain = string.Join(" needs ", [.. circle.By, circle.Id]);
                return Failed("cycle.found", $"The module would need itself: {chain}.", "", "Leave out one of these dependencies.");
            }

            next = await FurtherAsync(db, subject.PublisherId, next, seen, cancel);
            if (seen.Count > MaxReleases)
            {
                throw new InvalidOperationException($"More than {MaxReleases} releases are reachable.");
            }
        }

        return Passed;
    }

    // What the releases need that this level may bring in: one query for each level of the graph.
    private static async Task<List<Need>> FurtherAsync(MarketplaceDb db, long publisherId, List<Need> needs, HashSet<long> seen, CancellationToken cancel)
    {
        var ids = needs.Select(need => Module.Normalize(need.Id)).Distinct().ToList();
        var releases = await db.AvailableReleasesFor(publisherId).Where(r => ids.Contains(r.Module.NormalizedId) && r.Dependencies.Any())
            .Select(r => new
            {
                r.Id, r.Module.NormalizedId, r.Module.PackageId, r.Version,
                Needs = r.Dependencies.Select(d => new { d.PackageId, d.Range }).ToList(),
            })
            .AsSplitQuery().ToListAsync(cancel);
        return [..
            from need in needs
            from release in releases
            where release.NormalizedId == Module.Normalize(need.Id) && need.Range.Includes(NuGetVersion.Parse(release.Version)) && seen.Add(release.Id)
            from further in release.Needs
            select new Need(further.PackageId, VersionRange.Parse(further.Range), [.. need.By, release.PackageId])];
    }

    private sealed record Need(string Id, VersionRange Range, IReadOnlyList<string> By);
}
