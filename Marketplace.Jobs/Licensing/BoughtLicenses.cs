using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing;

/// <summary>What a license is granted for.</summary>
/// <param name="Sites">How many were bought; what the offer includes counts where it is more.</param>
public sealed record LicenseGrant(long ModuleId, long OrganizationId, long OfferId, OfferTier Tier, int Sites, DateTime? ExpiresAt, long ById);

/// <summary>Licenses that follow from a sale: nobody is asked any more, so whoever calls has the right to sell.</summary>
public static class BoughtLicenses
{
    extension(MarketplaceDb db)
    {
        /// <summary>Adds a license within the transaction of the sale.</summary>
        public async Task<License> LicenseAsync(LicenseGrant grant, DateTime now, CancellationToken cancel)
        {
            var offer = await db.Offers.AsNoTracking().Include(o => o.Module).SingleAsync(o => o.Id == grant.OfferId, cancel);
            var license = new License(grant.ModuleId, grant.OrganizationId, grant.OfferId, grant.Tier, Sites(offer, grant.Sites), grant.ExpiresAt, grant.ById, now);
            db.Licenses.Add(license);
            var words = $"{license.Tier} for {(license.Sites is { } sites ? $"{sites} {(sites == 1 ? "site" : "sites")}" : "all sites")}";
            await db.NotifyMembersAsync(grant.OrganizationId, "licenses", $"You have a license of {offer.Module.DisplayName}: {words}", now, cancel);
            db.TellLicenses(grant.OrganizationId, offer.Module.NormalizedId, now);
            await db.SaveChangesAsync(cancel);
            return license;
        }
    }

    // Where further sites have a price, so many are paid; else whole licenses are, each for as many as the offer includes.
    private static int? Sites(Offer offer, int bought) => offer.Sites is not { } included ? null
        : offer.Details.ExtraSites is not null ? Math.Max(included, bought)
        : (bought + included - 1) / included * included;
}
