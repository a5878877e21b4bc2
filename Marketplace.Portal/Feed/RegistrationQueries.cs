using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Portal.Feed;

/// <summary>A module as the feed describes it, with the versions that it serves, oldest first.</summary>
/// <param name="Icon">The address of its icon, or of its publisher's, below the portal's own; null if neither has one.</param>
internal sealed record FeedModule(
    string PackageId, string Name, string Summary, string Publisher, string? Icon, IReadOnlyList<string> Tags, IReadOnlyList<DeprecationRow> Deprecations)
{
    public IReadOnlyList<FeedVersion> Versions { get; init; } = [];
}

internal sealed record FeedVersion(long ReleaseId, NuGetVersion Version);

/// <param name="IsListed">Still offered; what is not is served to those who name it.</param>
internal sealed record FeedRelease(long Id, NuGetVersion Version, bool IsListed, DateTime PublishedAt, string License, IReadOnlyList<FeedNeed> Needs);

internal sealed record FeedNeed(string PackageId, string Range);

/// <summary>Reads what registrations say: of available releases of public modules only, as the packages themselves are served.</summary>
internal sealed class RegistrationQueries(IDbContextFactory<MarketplaceDb> databases)
{
    /// <summary>Null if no release of it is available.</summary>
    public async Task<FeedModule?> ModuleAsync(string id, CancellationToken cancel)
    {
        var normalized = Module.Normalize(id);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var versions = await db.AvailableReleases().Where(r => r.Module.NormalizedId == normalized).Select(r => new { r.Id, r.Version }).ToListAsync(cancel);
        if (versions.Count == 0)
        {
            return null;
        }

        var module = await db.Modules.AsNoTracking().Where(m => m.NormalizedId == normalized).Select(m => new
        {
            m.PackageId, m.DisplayName, m.Summary, m.Publisher.Name, m.IconHash, PublisherIcon = m.Publisher.IconHash, m.Tags,
            Deprecations = m.Deprecations.Select(d => new DeprecationRow(d.Range, d.Reason, d.Note, d.ReplacementId, d.At)).ToList(),
        }).SingleAsync(cancel);
        var tags = module.Tags.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var icon = PortalUrls.Icon(module.IconHash, module.PublisherIcon);
        return new(module.PackageId, module.DisplayName, module.Summary, module.Name, icon, tags, module.Deprecations)
        {
            Versions = [.. versions.Select(r => new FeedVersion(r.Id, NuGetVersion.Parse(r.Version))).OrderBy(r => r.Version)],
        };
    }

    /// <summary>These versions laid open, oldest first.</summary>
    public async Task<IReadOnlyList<FeedRelease>> ReleasesAsync(IEnumerable<FeedVersion> versions, CancellationToken cancel)
    {
        long[] ids = [.. versions.Select(version => version.ReleaseId)];
        await using var db = await databases.CreateDbContextAsync(cancel);
        var releases = await db.AvailableReleases().AsNoTracking().Where(r => ids.Contains(r.Id)).Select(r => new
        {
            r.Id, r.Version, IsListed = r.Yank == null, r.ApprovedAt, r.License,
            Needs = r.Dependencies.OrderBy(d => d.NormalizedId).Select(d => new FeedNeed(d.PackageId, d.Range)).ToList(),
        }).ToListAsync(cancel);
        return [.. releases.Select(r => new FeedRelease(r.Id, NuGetVersion.Parse(r.Version), r.IsListed, r.ApprovedAt, r.License, r.Needs))
            .OrderBy(r => r.Version)];
    }
}
