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
        return (await ReadAsync(db, db.Releases.Where(r => r.PackageHash == packageHash), cancel)).Values.FirstOrDefault();
    }

    /// <summary>By the release’s id, of as many releases as a page shows.</summary>
    public async Task<IReadOnlyDictionary<long, Score>> ReadAsync(IReadOnlyCollection<long> releases, CancellationToken cancel)
    {
        var ids = releases.ToArray();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ReadAsync(db, db.Releases.Where(r => ids.Contains(r.Id)), cancel);
    }

    private async Task<IReadOnlyDictionary<long, Score>> ReadAsync(MarketplaceDb db, IQueryable<Release> releases, CancellationToken cancel)
    {
        var (checks, outcomes, required) = (db.Checks, db.Set<HostOutcome>(), RuleSet.Required.ToArray());
        var passed = db.CheckedReleases();
        var rows = await releases.AsNoTracking().Select(r => new
        {
            r.Id, r.Version, r.HostRange, r.ApprovedAt, r.Module.MaintainerSoughtAt,
            Readme = r.Readme.Length, Notes = r.ReleaseNotes.Length, License = r.License.Length, Images = r.Images.Count,
            Releases = r.Module.Releases.Count(other => other.Suspension == null),
            Passed = passed.Any(p => p.Id == r.Id) ? required.Length : checks.Count(c =>
                c.PackageHash == r.PackageHash && c.RuleSet == RuleSet.Version && c.Verdict == Verdict.Passed && required.Contains(c.Name)),
            Kept = outcomes.Where(s => s.NormalizedId == r.Module.NormalizedId && s.Version == r.Version).Sum(s => s.Succeeded),
            RolledBack = outcomes.Where(s => s.NormalizedId == r.Module.NormalizedId && s.Version == r.Version).Sum(s => s.RolledBack),
            Deprecations = r.Module.Deprecations.Select(d => new DeprecationRow(d.Range, d.Reason, d.Note, d.ReplacementId, d.At)).ToList(),
        }).ToListAsync(cancel);
        if (rows.Count == 0)
        {
            return new Dictionary<long, Score>();
        }

        var hosts = await outcomes.Select(s => s.HostVersion).Distinct().OrderBy(host => host).Take(1000).ToListAsync(cancel);
        var newest = hosts.Select(NuGetVersion.Parse).Where(host => !host.IsPrerelease).Max();
        return rows.ToDictionary(row => row.Id, row => Score.Of(new ScoreFacts
        {
            Passed = row.Passed,
            ReadmeLength = row.Readme,
            HasNotes = row.Notes > 0,
            HasLicense = row.License > 0,
            Screenshots = row.Images,
            ReleasedAt = row.ApprovedAt,
            Releases = row.Releases,
            IsDeprecated = DeprecationRow.Of(row.Version, row.Deprecations) is not null,
            SeeksMaintainer = row.MaintainerSoughtAt is not null,
            CoversNewestHost = newest is null || VersionRange.Parse(row.HostRange).Includes(newest),
            Kept = row.Kept,
            RolledBack = row.RolledBack,
        }, clock.UtcNow));
    }
}
