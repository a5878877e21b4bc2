using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Licensing;

/// <param name="Sites">Null for all of the organization's sites.</param>
public sealed record LicenseRow(
    long Id, string PackageId, string Module, string Organization, OfferTier Tier, int? Sites,
    DateTime IssuedAt, DateTime? ExpiresAt, DateTime? RevokedAt, string RevokedBecause)
{
    /// <summary>The hash of the module's icon; null if it has none.</summary>
    public string? Icon { get; init; }

    public bool IsValid(DateTime now) => new LicenseTerm(Sites, ExpiresAt, RevokedAt).IsValid(now);
}

public sealed record LicenseRequestRow(
    long Id, string PackageId, string Module, string Organization, string AskedBy, DateTime AskedAt, string Note, OfferRow Offer)
{
    /// <summary>The hash of the module's icon; null if it has none.</summary>
    public string? Icon { get; init; }
}

/// <summary>What a publisher sees of the licenses of one module.</summary>
public sealed record ModuleLicenses(string PackageId, string DisplayName, string? Icon, IReadOnlyList<LicenseRequestRow> Requests, Page<LicenseRow> Licenses);

/// <summary>Reads licenses: for those who have them, and for those who issue them.</summary>
public sealed class LicenseQueries(IDbContextFactory<MarketplaceDb> databases, IOptions<PricingOptions> options, TimeProvider clock)
{
    public const int PageSize = 50;
    private const int MaxRequests = 100;

    /// <summary>Null if the actor may not change the module's listing.</summary>
    public async Task<ModuleLicenses?> OfModuleAsync(Actor actor, string packageId, int page, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var module = await db.ModulesManagedBy(actor)
            .Where(m => m.NormalizedId == id)
            .Select(m => new { m.Id, m.PackageId, m.DisplayName, m.IconHash })
            .FirstOrDefaultAsync(cancel);
        return module is null ? null : new(
            module.PackageId, module.DisplayName, module.IconHash, await RequestsAsync(db, db.LicenseRequests.Where(r => r.ModuleId == module.Id), cancel),
            await Rows(db.Licenses.Where(l => l.ModuleId == module.Id)).PageAsync(page, PageSize, cancel));
    }

    /// <summary>The licenses of the actor's organizations, newest first.</summary>
    public async Task<Page<LicenseRow>> OwnAsync(Actor actor, int page, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor);
        var licenses = await Rows(db.Licenses.Where(l => own.Any(o => o.Id == l.OrganizationId))).PageAsync(page, PageSize, cancel);
        var icons = await db.IconsAsync(actor, licenses.Rows.Select(license => license.PackageId), cancel);
        return licenses with { Rows = [.. licenses.Rows.Select(license => license with { Icon = icons.Of(license.PackageId) })] };
    }

    /// <summary>What the actor's organizations asked for and have no answer to.</summary>
    public async Task<IReadOnlyList<LicenseRequestRow>> OwnRequestsAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor);
        var requests = await RequestsAsync(db, db.LicenseRequests.Where(r => own.Any(o => o.Id == r.OrganizationId)), cancel);
        var icons = await db.IconsAsync(actor, requests.Select(request => request.PackageId), cancel);
        return [.. requests.Select(request => request with { Icon = icons.Of(request.PackageId) })];
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

    private static IQueryable<LicenseRow> Rows(IQueryable<License> licenses) =>
        licenses.AsNoTracking().OrderByDescending(l => l.IssuedAt).ThenByDescending(l => l.Id)
            .Select(l => new LicenseRow(
                l.Id, l.Module.PackageId, l.Module.DisplayName, l.Organization.Name, l.Tier, l.Sites,
                l.IssuedAt, l.ExpiresAt, l.RevokedAt, l.RevokedBecause));

    private async Task<IReadOnlyList<LicenseRequestRow>> RequestsAsync(MarketplaceDb db, IQueryable<LicenseRequest> requests, CancellationToken cancel)
    {
        var open = await requests.AsNoTracking().Where(r => r.AnsweredAt == null).OrderBy(r => r.AskedAt).ThenBy(r => r.Id).Take(MaxRequests)
            .Select(r => new
            {
                r.Id, r.Module.PackageId, r.Module.DisplayName, Organization = r.Organization.Name,
                AskedBy = r.AskedBy.DisplayName, r.AskedAt, r.Note, r.OfferId,
            }).ToListAsync(cancel);
        var ids = open.ConvertAll(r => r.OfferId);
        var offers = (await db.Offers.AsNoTracking().Where(o => ids.Contains(o.Id)).RowsAsync(options.Value.Currency, MaxRequests, cancel))
            .ToDictionary(row => row.Offer.Id, row => row.Offer);
        return [.. open.Select(r => new LicenseRequestRow(r.Id, r.PackageId, r.DisplayName, r.Organization, r.AskedBy, r.AskedAt, r.Note, offers[r.OfferId]))];
    }
}
