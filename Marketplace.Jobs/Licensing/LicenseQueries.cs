using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Licensing;

/// <param name="Sites">Null for all of the organization's sites.</param>
/// <param name="Reason">Why it was suspended or revoked; empty if it was not.</param>
/// <param name="At">When this was read: how it stands depends on the moment.</param>
public sealed record LicenseRow(
    long Id, string PackageId, string Module, string Organization, OfferTier Tier, LicenseOrigin Origin, int? Sites, DateTime IssuedAt,
    DateTime? ExpiresAt, DateTime? SuspendedAt, DateTime? RevokedAt, string Reason, DateTime StartsAt, DateTime? UpdatesUntil,
    EndSteps Steps, DateTime At)
{
    public LicenseState State => Life.StateAt(At);

    public LicenseLife Life => new(Origin is LicenseOrigin.Trial, StartsAt, ExpiresAt, SuspendedAt, RevokedAt, Steps);

    /// <summary>The hash of the module's icon; null if it has none.</summary>
    public string? Icon { get; init; }
}

public sealed record LicenseView(LicenseRow License, IReadOnlyList<LicensedFeature> Features);

/// <summary>Reads licenses: for those who have them, and for those who issue them.</summary>
public sealed class LicenseQueries(IDbContextFactory<MarketplaceDb> databases, IOptions<PricingOptions> options, TimeProvider clock)
{
    public static readonly IListColumns Columns = ColumnsAt(default);
    private const int MaxTerms = 1000;

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

    /// <summary>All of them, for operators.</summary>
    public async Task<Page<LicenseRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(All(db, actor), query, clock.UtcNow).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<LicenseRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(All(db, actor), query, clock.UtcNow), cancel);

    /// <summary>One license of the actor's organizations, and what it allows; null if there is none.</summary>
    public async Task<LicenseView?> ReadAsync(Actor actor, long licenseId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ViewAsync(db, Own(db, actor).Where(l => l.Id == licenseId), cancel);
    }

    internal async Task<LicenseView?> ViewAsync(MarketplaceDb db, IQueryable<License> one, CancellationToken cancel) =>
        await Rows(one, ListQuery.First, clock.UtcNow).FirstOrDefaultAsync(cancel) is { } row
            ? new(row, (await db.Licenses.AsNoTracking().SingleAsync(l => l.Id == row.Id, cancel)).Features) : null;

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

    /// <summary>What there is to tell of the license that sites of one of the actor's organizations go by; null if nothing.</summary>
    public async Task<LicenseNotice?> NoticeAsync(Actor actor, string organization, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return LicenseNotice.Of(
            await Own(db, actor).AsNoTracking().Include(l => l.Module).Where(l => l.Organization.Name == organization && l.Module.NormalizedId == id)
                .OrderByDescending(l => l.Id).Take(MaxTerms).ToListAsync(cancel),
            clock.UtcNow);
    }

    /// <summary>Whether the actor may have a release of a module that is sold: as its publisher, or by a license that covers it.</summary>
    public async Task<LicenseVerdict> FetchVerdictAsync(Actor actor, long moduleId, DateTime approvedAt, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor);
        if (await db.Modules.AnyAsync(m => m.Id == moduleId && own.Any(o => o.Id == m.PublisherId), cancel))
        {
            return LicenseVerdict.Valid;
        }

        var licenses = await db.Licenses.AsNoTracking().Where(l => l.ModuleId == moduleId && own.Any(o => o.Id == l.OrganizationId))
            .OrderByDescending(l => l.Id).Take(MaxTerms).ToListAsync(cancel);
        return LicenseTerm.JudgeUpdate(licenses.ConvertAll(l => new LicenseTerm(l.Sites, l.UpdatesUntil, l.Life)), approvedAt, clock.UtcNow);
    }

    private static IQueryable<License> Own(MarketplaceDb db, Actor actor)
    {
        var own = db.Organizations.Of(actor);
        return db.Licenses.Where(l => own.Any(o => o.Id == l.OrganizationId));
    }

    private static IQueryable<License> All(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Licenses.Where(l => operators.Any());
    }

    private static IQueryable<License> OfModule(MarketplaceDb db, Actor actor, string packageId)
    {
        var (managed, id) = (db.ModulesManagedBy(actor), Module.Normalize(packageId));
        return db.Licenses.Where(l => managed.Any(m => m.Id == l.ModuleId && m.NormalizedId == id));
    }

    private static IQueryable<LicenseRow> Rows(IQueryable<License> licenses, ListQuery query, DateTime now) =>
        ColumnsAt(now).Apply(licenses.AsNoTracking(), query)
            .Select(l => new LicenseRow(
                l.Id, l.Module.PackageId, l.Module.DisplayName, l.Organization.Name, l.Tier, l.Origin, l.Sites, l.IssuedAt, l.ExpiresAt,
                l.SuspendedAt, l.RevokedAt, l.RevokedAt != null ? l.RevokedBecause : l.SuspendedBecause, l.StartsAt, l.UpdatesUntil, l.Steps, now));

    // The state is that of LicenseLife, which the database cannot ask.
    private static ListColumns<License> ColumnsAt(DateTime now) => new ListColumns<License>(l => l.Id, "-issued")
        .Text("module", l => l.Module.DisplayName).Text("client", l => l.Organization.Name).Choice("tier", l => l.Tier).Number("sites", l => l.Sites)
        .Choice("state", l => l.RevokedAt != null ? LicenseState.Revoked : l.SuspendedAt != null ? LicenseState.Suspended
            : l.ExpiresAt == null || l.ExpiresAt > now ? l.Origin == LicenseOrigin.Trial ? LicenseState.Trial : LicenseState.Active
            : l.ExpiresAt.Value.AddDays(l.Steps.Disabled) > now ? LicenseState.Grace : LicenseState.Expired)
        .Choice("origin", l => l.Origin).Time("issued", l => l.IssuedAt).Time("expires", l => l.ExpiresAt).Time("revoked", l => l.RevokedAt)
        .Text("reason", l => l.RevokedAt != null ? l.RevokedBecause : l.SuspendedBecause);
}
