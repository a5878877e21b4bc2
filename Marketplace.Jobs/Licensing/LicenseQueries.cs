using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Licensing;

public enum LicenseState
{
    Valid,
    Expired,
    Revoked,
}

/// <param name="Sites">Null for all of the organization's sites.</param>
public sealed record LicenseRow(
    long Id, string PackageId, string Module, string Organization, OfferTier Tier, int? Sites, LicenseState State,
    DateTime IssuedAt, DateTime? ExpiresAt, DateTime? RevokedAt, string RevokedBecause)
{
    /// <summary>The hash of the module's icon; null if it has none.</summary>
    public string? Icon { get; init; }
}

/// <summary>Reads licenses: for those who have them, and for those who issue them.</summary>
public sealed class LicenseQueries(IDbContextFactory<MarketplaceDb> databases, IOptions<PricingOptions> options, TimeProvider clock)
{
    public static readonly IListColumns Columns = ColumnsAt(default);

    /// <summary>The licenses of the actor's organizations.</summary>
    public async Task<Page<LicenseRow>> OwnAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var licenses = await Rows(Own(db, actor), query, clock.UtcNow).PageAsync(query, cancel);
        var icons = await db.IconsAsync(actor, licenses.Rows.Select(license => license.PackageId), cancel);
        return licenses with { Rows = [.. licenses.Rows.Select(license => license with { Icon = icons.Of(license.PackageId) })] };
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<LicenseRow> StreamOwnAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(Own(db, actor), query, clock.UtcNow), cancel);

    /// <summary>The licenses of a module; none if the actor may not change its listing.</summary>
    public async Task<Page<LicenseRow>> OfModuleAsync(Actor actor, string packageId, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(OfModule(db, actor, packageId), query, clock.UtcNow).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<LicenseRow> StreamOfModuleAsync(Actor actor, string packageId, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(OfModule(db, actor, packageId), query, clock.UtcNow), cancel);

    /// <summary>How one of the actor's organizations stands with a module that the actor may see; null if it needs no license for it.</summary>
    public async Task<LicenseStanding?> StandingAsync(Actor actor, string organization, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var listed = db.ListedModules(actor).Where(m => m.NormalizedId == id);
        return await db.Organizations.Of(actor).Where(o => o.Name == organization && listed.Any())
                .Select(o => (long?)o.Id).FirstOrDefaultAsync(cancel) is { } buyer
            && await db.LicenseStandingsAsync(buyer, [id], options.Value.Currency, cancel) is [var standing] ? standing : null;
    }

    /// <summary>Whether the actor may have the packages of a module that is sold: as its publisher, or with a license that counts now.</summary>
    public async Task<bool> MayFetchAsync(Actor actor, long moduleId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (own, licenses) = (
            db.Organizations.Of(actor),
            db.Licenses.Where(l => l.ModuleId == moduleId && l.RevokedAt == null && (l.ExpiresAt == null || l.ExpiresAt > now)));
        return await db.Modules.AnyAsync(m => m.Id == moduleId && own.Any(o => o.Id == m.PublisherId || licenses.Any(l => l.OrganizationId == o.Id)), cancel);
    }

    private static IQueryable<License> Own(MarketplaceDb db, Actor actor)
    {
        var own = db.Organizations.Of(actor);
        return db.Licenses.Where(l => own.Any(o => o.Id == l.OrganizationId));
    }

    private static IQueryable<License> OfModule(MarketplaceDb db, Actor actor, string packageId)
    {
        var (managed, id) = (db.ModulesManagedBy(actor), Module.Normalize(packageId));
        return db.Licenses.Where(l => managed.Any(m => m.Id == l.ModuleId && m.NormalizedId == id));
    }

    private static IQueryable<LicenseRow> Rows(IQueryable<License> licenses, ListQuery query, DateTime now) =>
        ColumnsAt(now).Apply(licenses.AsNoTracking(), query)
            .Select(l => new LicenseRow(
                l.Id, l.Module.PackageId, l.Module.DisplayName, l.Organization.Name, l.Tier, l.Sites,
                l.RevokedAt != null ? LicenseState.Revoked : l.ExpiresAt <= now ? LicenseState.Expired : LicenseState.Valid,
                l.IssuedAt, l.ExpiresAt, l.RevokedAt, l.RevokedBecause));

    // What has expired depends on the moment.
    private static ListColumns<License> ColumnsAt(DateTime now) => new ListColumns<License>(l => l.Id, "-issued")
        .Text("module", l => l.Module.DisplayName).Text("client", l => l.Organization.Name).Choice("tier", l => l.Tier).Number("sites", l => l.Sites)
        .Choice("state", l => l.RevokedAt != null ? LicenseState.Revoked : l.ExpiresAt <= now ? LicenseState.Expired : LicenseState.Valid)
        .Time("issued", l => l.IssuedAt).Time("expires", l => l.ExpiresAt).Time("revoked", l => l.RevokedAt).Text("reason", l => l.RevokedBecause);
}
