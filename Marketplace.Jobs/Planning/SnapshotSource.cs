using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Resolution;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Planning;

/// <summary>Reads modules as the resolver knows them. Versions and ranges are written alike by thousands of releases, so each is kept once.</summary>
internal sealed class SnapshotSource
{
    private readonly Dictionary<string, VersionRange> _ranges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NuGetVersion> _versions = new(StringComparer.Ordinal);

    /// <summary>By package id; null for a module without any release.</summary>
    public async Task<IReadOnlyDictionary<string, SnapshotModule?>> ReadAsync(MarketplaceDb db, IReadOnlyList<long> moduleIds, CancellationToken cancel)
    {
        var ids = moduleIds.ToArray();
        var modules = await db.Modules.AsNoTracking()
            .Where(m => EF.Parameter(ids).Contains(m.Id))
            .Select(m => new { m.Id, m.PackageId, m.PublisherId, m.PrivateSince })
            .ToListAsync(cancel);
        var audience = (await db.Set<ModuleAudience>().AsNoTracking()
            .Where(a => EF.Parameter(ids).Contains(a.ModuleId))
            .Select(a => new { a.ModuleId, a.OrganizationId })
            .ToListAsync(cancel)).ToLookup(a => a.ModuleId, a => a.OrganizationId);
        var offered = (await db.PassedReleases().Offered()
            .Where(r => EF.Parameter(ids).Contains(r.ModuleId))
            .Select(r => r.Id)
            .ToListAsync(cancel)).ToHashSet();
        var needs = (await db.Releases.AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.ModuleId)).SelectMany(r => r.Dependencies)
            .Select(d => new { d.ReleaseId, d.PackageId, d.Range })
            .ToListAsync(cancel)).ToLookup(d => d.ReleaseId, d => new Requirement(d.PackageId, Range(d.Range)));
        var releases = (await db.Releases.AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.ModuleId))
            .Select(r => new
            {
                r.Id, r.ModuleId, r.Version, r.HostRange, r.PackageHash, r.PackageSize, r.ApprovedAt,
                Withdrawal = r.Suspension != null ? Withdrawal.Suspended : r.Yank != null ? Withdrawal.Unlisted : Withdrawal.None,
            }).ToListAsync(cancel)).ToLookup(r => r.ModuleId);
        return modules.ToDictionary(m => m.PackageId, m => !releases.Contains(m.Id) ? null : new SnapshotModule(
            releases[m.Id].Select(r => new SnapshotRelease(
                m.PackageId, Version(r.Version), Range(r.HostRange), needs.Contains(r.Id) ? needs[r.Id].ToArray() : [], [],
                r.PackageHash, r.PackageSize, offered.Contains(r.Id))
            {
                Withdrawal = r.Withdrawal, ApprovedAt = r.ApprovedAt,
            }),
            m.PrivateSince is null ? null : audience[m.Id].Append(m.PublisherId).ToHashSet()));
    }

    private NuGetVersion Version(string text) => _versions.TryGetValue(text, out var known) ? known : _versions[text] = NuGetVersion.Parse(text);

    private VersionRange Range(string text) => _ranges.TryGetValue(text, out var known) ? known : _ranges[text] = VersionRange.Parse(text);
}
