using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>A module on the page on which its listing is managed.</summary>
public sealed record ListingDetail(
    string PackageId, string DisplayName, DateTime? MaintainerSoughtAt, IReadOnlyList<DeprecationRow> Deprecations)
{
    /// <summary>The hash of its icon; null if it has none.</summary>
    public string? Icon { get; init; }

    /// <summary>The organizations that see it beside its publisher; null if everybody does.</summary>
    public IReadOnlyList<string>? Audience { get; init; }
}

public enum ListedState
{
    Listed,
    Unlisted,
    Suspended,
}

/// <param name="Reason">Why it was unlisted; empty if it was not.</param>
public sealed record ListedRelease(string Version, DateTime ApprovedAt, ListedState State, string Reason);

/// <summary>Why a release was unlisted.</summary>
public sealed record YankRow(string Reason, DateTime At);

/// <summary>What should be known of an installed or chosen file before it is kept or taken.</summary>
public sealed record ReleaseNotice(string PackageId, string Version, YankRow? Yank, DeprecationRow? Deprecation);

/// <summary>Reads the states of releases: for those who manage them, and for plans.</summary>
public sealed class ListingQueries(IDbContextFactory<MarketplaceDb> databases)
{
    public static readonly ListColumns<Release> Columns = new ListColumns<Release>(r => r.Id, "-released")
        .Text("version", r => r.Version).Time("released", r => r.ApprovedAt)
        .Choice("state", r => r.Suspension != null ? ListedState.Suspended : r.Yank != null ? ListedState.Unlisted : ListedState.Listed);

    /// <summary>Null if there is no such module whose listing the actor may change.</summary>
    public async Task<ListingDetail?> ReadAsync(Actor actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var module = await db.ModulesManagedBy(actor).AsNoTracking().Where(m => m.NormalizedId == id)
            .Select(m => new
            {
                m.Id, m.PackageId, m.DisplayName, m.MaintainerSoughtAt, m.PrivateSince, m.IconHash,
                Audience = m.Audience.OrderBy(a => a.Organization.Name).Select(a => a.Organization.Name).ToList(),
            }).FirstOrDefaultAsync(cancel);
        return module is null
            ? null
            : new(module.PackageId, module.DisplayName, module.MaintainerSoughtAt, await db.DeprecationsAsync(module.Id, cancel))
            {
                Icon = module.IconHash,
                Audience = module.PrivateSince is null ? null : module.Audience,
            };
    }

    /// <summary>The releases of a module; none if the actor may not change its listing.</summary>
    public async Task<Page<ListedRelease>> ReleasesAsync(Actor actor, string packageId, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Releases(db, actor, packageId, query).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read; null if there is no such module whose listing the actor may change.</summary>
    public async Task<IAsyncEnumerable<ListedRelease>?> StreamReleasesAsync(Actor actor, string packageId, ListQuery query, CancellationToken cancel) =>
        await MayManageAsync(actor, packageId, cancel) ? databases.StreamAsync(db => Releases(db, actor, packageId, query), cancel) : null;

    public async Task<bool> MayManageAsync(Actor actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.ModulesManagedBy(actor).AnyAsync(m => m.NormalizedId == id, cancel);
    }

    public async Task<bool> IsSuspendedAsync(string packageHash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Releases.AnyAsync(r => r.PackageHash == packageHash && r.Suspension != null, cancel);
    }

    /// <summary>Of these files, those that were unlisted or are deprecated.</summary>
    public async Task<IReadOnlyList<ReleaseNotice>> NoticesAsync(IReadOnlyCollection<string> packageHashes, CancellationToken cancel)
    {
        var hashes = packageHashes.ToList();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var releases = await db.Releases.AsNoTracking().Where(r => hashes.Contains(r.PackageHash) && (r.Yank != null || r.Module.Deprecations.Any()))
            .OrderBy(r => r.Module.NormalizedId).Select(r => new
            {
                r.Module.PackageId, r.Version, r.Yank,
                Deprecations = r.Module.Deprecations.Select(d => new DeprecationRow(d.Range, d.Reason, d.Note, d.ReplacementId, d.At)).ToList(),
            }).ToListAsync(cancel);
        return [.. releases.Select(r => new ReleaseNotice(r.PackageId, r.Version, Row(r.Yank), DeprecationRow.Of(r.Version, r.Deprecations)))
            .Where(notice => notice is not { Yank: null, Deprecation: null })];
    }

    private static IQueryable<ListedRelease> Releases(MarketplaceDb db, Actor actor, string packageId, ListQuery query)
    {
        var (id, managed) = (Module.Normalize(packageId), db.ModulesManagedBy(actor));
        return Columns.Apply(db.Releases.AsNoTracking().Where(r => r.Module.NormalizedId == id && managed.Any(m => m.Id == r.ModuleId)), query)
            .Select(r => new ListedRelease(
                r.Version,
                r.ApprovedAt,
                r.Suspension != null ? ListedState.Suspended : r.Yank != null ? ListedState.Unlisted : ListedState.Listed,
                r.Yank == null ? "" : r.Yank.Reason));
    }

    internal static YankRow? Row(Yank? yank) => yank is null ? null : new(yank.Reason, yank.At);
}

internal static class DeprecationQueries
{
    extension(MarketplaceDb db)
    {
        public async Task<IReadOnlyList<DeprecationRow>> DeprecationsAsync(long moduleId, CancellationToken cancel) =>
            await db.Deprecations.AsNoTracking().Where(d => d.ModuleId == moduleId).OrderByDescending(d => d.At)
                .Select(d => new DeprecationRow(d.Range, d.Reason, d.Note, d.ReplacementId, d.At)).ToListAsync(cancel);
    }
}
