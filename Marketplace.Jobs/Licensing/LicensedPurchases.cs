using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing;

/// <summary>Who ever had a license that was issued on an offer with a price has bought, also if it was revoked since.</summary>
public sealed class LicensedPurchases : IPurchases
{
    public async Task<IReadOnlyList<long>> BoughtFromAsync(
        MarketplaceDb db, long organizationId, IReadOnlyCollection<long> publisherIds, CancellationToken cancel) =>
        await db.Licenses
            .Where(l => l.OrganizationId == organizationId && publisherIds.Contains(l.Module.PublisherId)
                && l.Offer != null && l.Offer.Tier != OfferTier.Free && l.Offer.Model != OfferModel.Freemium)
            .Select(l => l.Module.PublisherId).Distinct().ToListAsync(cancel);
}
