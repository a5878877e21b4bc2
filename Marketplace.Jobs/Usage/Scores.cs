using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules.Packages;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Usage;

/// <summary>Reads the facts of a release's score. Whoever asks must be allowed to see the release.</summary>
public sealed class Scores(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Null if there is no release of this file.</summary>
    public async Task<Score?> ReadAsync(string packageHash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (checks, outcomes, required) = (db.Checks, db.Set<HostOutcome>(), RuleSet.Required.ToArray());
        var passed = db.CheckedReleases();
        var row = await db.Releases.AsNoTracking().Where(r => r.PackageHash == packageHash).Select(r => new
        {
            r.ModuleId, r.Version, r.HostRange, r.ApprovedAt, r.Module.MaintainerSoughtAt,
            Readme = r.Readme.Length, Notes = r.ReleaseNotes.Length, License = r.License.Length, Images = r.Images.Count,
            Releases = r.Module.Releases.Count(other => other.Suspension == null),
            Passed = passed.Any(p => p.Id == r.Id) ? required.Length : checks.Count(c =>
                c.PackageHash == packageHash && c.RuleSet == RuleSet.Version && c.Verdict == Verdict.Passed && required.Contains(c.Name)),
            Seen = outcomes.Where(s => s.NormalizedId == r.Module.NormalizedId && s.Version == r.Version)
                .Select(s => new { s.Succeeded, s.RolledBack }).ToList(),
        }).FirstOrDefaultAsync(cancel);
        if (row is null)
        {
            return null;
        }

        var hosts = await outcomes.Select(s => s.HostVersion).Distinct().OrderBy(host => host).Take(1000).ToListAsync(cancel);
        var newest = hosts.Select(NuGetVersion.Parse).Where(host => !host.IsPrerelease).Max();
        return Score.Of(new ScoreFacts
        {
            Passed = row.Passed,
            ReadmeLength = row.Readme,
            HasNotes = row.Notes > 0,
            HasLicense = row.License > 0,
            Screenshots = row.Images,
            ReleasedAt = row.ApprovedAt,
            Releases = row.Releases,
            IsDeprecated = DeprecationRow.Of(row.Version, await db.DeprecationsAsync(row.ModuleId, cancel)) is not null,
            SeeksMaintainer = row.MaintainerSoughtAt is not null,
            CoversNewestHost = newest is null || VersionRange.Parse(row.HostRange).Includes(newest),
            Kept = row.Seen.Sum(s => s.Succeeded),
            RolledBack = row.Seen.Sum(s => s.RolledBack),
        }, clock.UtcNow);
    }
}
