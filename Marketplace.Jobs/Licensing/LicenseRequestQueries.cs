using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Licensing;

public sealed record LicenseRequestRow(
    long Id, string PackageId, string Module, string Organization, string AskedBy, DateTime AskedAt, string Note, OfferRow Offer)
{
    /// <summary>The hash of the module's icon; null if it has none.</summary>
    public string? Icon { get; init; }

    public long OrganizationId { get; init; }

    /// <summary>For how many sites a price was asked; null where the offer says it.</summary>
    public int? Sites { get; init; }

    /// <summary>What the publisher answered with, where the price is told on request.</summary>
    public CustomQuoteRow? Quote { get; init; }

    /// <summary>In which the client pays; null while it has no billing details.</summary>
    public string? Currency { get; init; }

    /// <summary>A quote is wanted, and its tax cannot be told yet.</summary>
    public bool NeedsBillingDetails => Offer.Tier is OfferTier.Custom && Currency is null;
}

/// <summary>A module whose licenses are managed, and what clients asked for and have no answer to.</summary>
public sealed record LicensedModule(string PackageId, string DisplayName, string? Icon, IReadOnlyList<LicenseRequestRow> Requests);

/// <summary>Reads requests for licenses: for those who asked, and for those who answer.</summary>
public sealed class LicenseRequestQueries(IDbContextFactory<MarketplaceDb> databases, IOptions<PricingOptions> options, TimeProvider clock)
{
    private const int MaxRequests = 100;

    /// <summary>Null if the actor may not change the module's listing.</summary>
    public async Task<LicensedModule?> OfModuleAsync(Actor actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var module = await db.ModulesManagedBy(actor)
            .Where(m => m.NormalizedId == id)
            .Select(m => new { m.Id, m.PackageId, m.DisplayName, m.IconHash })
            .FirstOrDefaultAsync(cancel);
        return module is null ? null : new(
            module.PackageId, module.DisplayName, module.IconHash, await RowsAsync(db, db.LicenseRequests.Where(r => r.ModuleId == module.Id), cancel));
    }

    /// <summary>What the actor's organizations asked for and have no answer to.</summary>
    public async Task<IReadOnlyList<LicenseRequestRow>> OwnAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor);
        var requests = await RowsAsync(db, db.LicenseRequests.Where(r => own.Any(o => o.Id == r.OrganizationId)), cancel);
        var icons = await db.IconsAsync(actor, requests.Select(request => request.PackageId), cancel);
        return [.. requests.Select(request => request with { Icon = icons.Of(request.PackageId) })];
    }

    private async Task<IReadOnlyList<LicenseRequestRow>> RowsAsync(MarketplaceDb db, IQueryable<LicenseRequest> requests, CancellationToken cancel)
    {
        var profiles = db.BillingProfiles;
        var open = await requests.AsNoTracking().Where(r => r.AnsweredAt == null).OrderBy(r => r.AskedAt).ThenBy(r => r.Id).Take(MaxRequests)
            .Select(r => new
            {
                r.Id, r.Module.PackageId, r.Module.DisplayName, Organization = r.Organization.Name,
                AskedBy = r.AskedBy.DisplayName, r.AskedAt, r.Note, r.OfferId, r.OrganizationId, r.Sites,
                Currency = profiles.Where(p => p.OrganizationId == r.OrganizationId).Select(p => p.Currency).FirstOrDefault(),
            }).ToListAsync(cancel);
        var ids = open.ConvertAll(r => r.OfferId);
        var offers = (await db.Offers.AsNoTracking().Where(o => ids.Contains(o.Id)).RowsAsync(options.Value.Currency, MaxRequests, cancel))
            .ToDictionary(row => row.Offer.Id, row => row.Offer);
        var quotes = await db.NewestQuotesAsync(open.ConvertAll(r => r.Id), clock.UtcNow, cancel);
        return
        [
            .. open.Select(r => new LicenseRequestRow(r.Id, r.PackageId, r.DisplayName, r.Organization, r.AskedBy, r.AskedAt, r.Note, offers[r.OfferId])
            {
                OrganizationId = r.OrganizationId, Sites = r.Sites, Currency = r.Currency, Quote = quotes.GetValueOrDefault(r.Id),
            }),
        ];
    }
}
