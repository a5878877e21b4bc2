using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules.Packages;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Usage;

/// <summary>What is known of one release on one line of hosts such as 3.2; the three sources stay apart.</summary>
/// <param name="Declared">Its manifest's range includes a host of the line.</param>
/// <param name="Succeeded">How often real sites took it and kept it.</param>
/// <param name="RolledBack">How often real sites had to roll it back.</param>
public sealed record HostCell(bool Declared, int Succeeded, int RolledBack);

/// <param name="Checked">What the check of the host range said of the exact file; null if it has not said anything.</param>
public sealed record CompatibilityRow(string Version, string HostRange, Verdict? Checked, IReadOnlyList<HostCell> Cells);

/// <param name="Hosts">Lines of hosts, oldest first.</param>
public sealed record CompatibilityMatrix(IReadOnlyList<string> Hosts, IReadOnlyList<CompatibilityRow> Rows);

/// <summary>Which release works with which host, as declared, as checked and as seen.</summary>
public sealed class Compatibility(IDbContextFactory<MarketplaceDb> databases)
{
    private const int MaxVersions = 12;
    private const int MaxHosts = 6;

    public async Task<CompatibilityMatrix> ReadAsync(Actor? actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var checks = db.Checks;
        var releases = (await db.AvailableReleases(actor).Where(r => r.Module.NormalizedId == id).OrderByDescending(r => r.ApprovedAt).Take(MaxVersions)
            .Select(r => new
            {
                r.Version, r.HostRange,
                Checked = checks.Where(c => c.PackageHash == r.PackageHash && c.RuleSet == RuleSet.Version && c.Name == "host")
                    .Select(c => c.Verdict).FirstOrDefault(),
            }).ToListAsync(cancel)).OrderByDescending(r => NuGetVersion.Parse(r.Version)).ToList();
        var outcomes = await db.Set<HostOutcome>().AsNoTracking()
            .Where(s => s.NormalizedId == id)
            .OrderByDescending(s => s.Id)
            .Take(1000)
            .ToListAsync(cancel);

        var ranges = releases.ConvertAll(r => VersionRange.Parse(r.HostRange));
        var seen = outcomes.ConvertAll(s => (s.Version, Host: NuGetVersion.Parse(s.HostVersion), s.Succeeded, s.RolledBack));
        var hosts = Lines(ranges, seen.ConvertAll(s => s.Host));
        return new(
            [.. hosts.Select(host => $"{host.Major}.{host.Minor}")],
            [.. releases.Zip(ranges, (release, range) => new CompatibilityRow(release.Version, release.HostRange, release.Checked,
                [.. hosts.Select(host =>
                {
                    var there = seen.Where(s => s.Version == release.Version && SameLine(s.Host, host)).ToList();
                    return new HostCell(
                        range.Includes(host) || there.Exists(s => range.Includes(s.Host)),
                        there.Sum(s => s.Succeeded), there.Sum(s => s.RolledBack));
                })]))]);
    }

    // The lines at which some range begins or ends, the first of each major version between, and those of real sites.
    private static List<NuGetVersion> Lines(List<VersionRange> ranges, List<NuGetVersion> seen)
    {
        var bounds = ranges.SelectMany(r => new[] { r.HasLowerBound ? r.MinVersion : null, r.HasUpperBound ? r.MaxVersion : null })
            .OfType<NuGetVersion>().ToList();
        var majors = bounds.Count == 0
            ? []
            : Enumerable.Range(bounds.Min()!.Major, Math.Min(20, bounds.Max()!.Major - bounds.Min()!.Major + 1))
                .Select(major => new NuGetVersion(major, 0, 0));
        return [.. bounds.Concat(majors).Concat(seen).Select(v => new NuGetVersion(v.Major, v.Minor, 0)).Distinct().OrderDescending().Take(MaxHosts).Reverse()];
    }

    private static bool SameLine(NuGetVersion host, NuGetVersion line) => host.Major == line.Major && host.Minor == line.Minor;
}
