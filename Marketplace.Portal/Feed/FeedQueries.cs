using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Portal.Feed;

/// <param name="IsSold">Nobody may have it for nothing.</param>
internal sealed record FeedPackage(long ModuleId, long ReleaseId, string Hash, long Size, bool IsSold, DateTime ApprovedAt);

/// <summary>What the feed tells: available releases only.</summary>
internal sealed class FeedQueries(IDbContextFactory<MarketplaceDb> databases)
{
    /// <summary>Lower-case versions, oldest first.</summary>
    public async Task<IReadOnlyList<string>> VersionsAsync(string id, CancellationToken cancel)
    {
        var normalized = Module.Normalize(id);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var versions = await db.AvailableReleases().Where(r => r.Module.NormalizedId == normalized).Select(r => r.Version).ToListAsync(cancel);
        return [.. versions.Select(NuGetVersion.Parse).Order().Select(v => v.ToNormalizedString().ToLowerInvariant())];
    }

    /// <summary>The package of an available release, or null.</summary>
    public async Task<FeedPackage?> PackageAsync(string id, string version, CancellationToken cancel)
    {
        if (!NuGetVersion.TryParse(version, out var parsed))
        {
            return null;
        }

        var (normalized, exact) = (Module.Normalize(id), parsed.ToNormalizedString());
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await db.AvailableReleases().Where(r => r.Module.NormalizedId == normalized)
            .Select(r => new
            {
                r.Version,
                Package = new FeedPackage(r.ModuleId, r.Id, r.PackageHash, r.PackageSize, r.Module.Price.Minor != 0, r.ApprovedAt),
            })
            .ToListAsync(cancel);

        // SemVer compares prerelease labels by case, NuGet does not; clients ask in lower case.
        return found.Find(r => string.Equals(r.Version, exact, StringComparison.OrdinalIgnoreCase))?.Package;
    }
}
