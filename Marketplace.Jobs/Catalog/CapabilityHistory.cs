using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Catalog;

/// <summary>What a version asks for that the one before it did not, and the other way round; each as a name with what it is for.</summary>
public sealed record CapabilityChange(string Version, string Before, DateTime At, IReadOnlyList<Capability> Added, IReadOnlyList<Capability> Removed);

/// <summary>Compares what a module's versions ask for, in the order of versions.</summary>
public sealed class CapabilityHistory(IDbContextFactory<MarketplaceDb> databases)
{
    private const int MaxVersions = 100;

    /// <summary>The versions that changed something, newest first.</summary>
    public async Task<IReadOnlyList<CapabilityChange>> ReadAsync(Actor? actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var releases = (await db.AvailableReleases(actor).Where(r => r.Module.NormalizedId == id).OrderByDescending(r => r.ApprovedAt).Take(MaxVersions)
            .Select(r => new { r.Version, r.ApprovedAt, r.ManifestJson }).ToListAsync(cancel))
            .OrderBy(r => NuGetVersion.Parse(r.Version)).Select(r => (r.Version, r.ApprovedAt, Asked: Capability.InManifest(r.ManifestJson))).ToList();
        return [.. releases.Zip(releases.Skip(1), (before, after) => new CapabilityChange(
                after.Version, before.Version, after.ApprovedAt, Only(after.Asked, before.Asked), Only(before.Asked, after.Asked)))
            .Where(change => change.Added.Count + change.Removed.Count > 0).Reverse()];
    }

    // One host more is something more, though network was asked for before.
    private static IReadOnlyList<Capability> Only(IReadOnlyList<Capability> these, IReadOnlyList<Capability> others) =>
    [
        .. from asked in these
           let other = others.FirstOrDefault(c => c.Name == asked.Name)
           let scope = other is null ? asked.Scope : [.. asked.Scope.Except(other.Scope)]
           where other is null || scope.Count > 0
           select new Capability(asked.Name, scope),
    ];
}
