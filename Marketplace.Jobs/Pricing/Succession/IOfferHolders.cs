using Marketplace.Data;

namespace Marketplace.Pricing.Succession;

/// <summary>What an organization has of an offer for a term.</summary>
/// <param name="Sites">On how many sites it pays for it.</param>
/// <param name="Agreed">What a period of that costs before promotions; null where it is what the offer costs today.</param>
public sealed record OfferHolder(long OrganizationId, int Sites, Money? Agreed = null);

/// <summary>Implemented by the slices that know who holds an offer: Licensing for licenses issued by hand, Billing for subscriptions.</summary>
public interface IOfferHolders
{
    /// <summary>Who holds the offer now for a term that ends or renews, by organization; at most so many.</summary>
    Task<IReadOnlyList<OfferHolder>> OfAsync(MarketplaceDb db, long offerId, int most, CancellationToken cancel);
}
