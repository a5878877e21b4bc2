using Marketplace.Data;

namespace Marketplace.Pricing.Succession;

/// <summary>An organization that holds an offer for a term.</summary>
/// <param name="Sites">On how many sites it pays for it.</param>
public sealed record OfferHolder(long OrganizationId, int Sites);

/// <summary>Implemented by the slices that know who holds an offer: Licensing for licenses issued by hand.</summary>
public interface IOfferHolders
{
    /// <summary>Who holds the offer now for a term that ends or renews, each organization once; at most so many.</summary>
    Task<IReadOnlyList<OfferHolder>> OfAsync(MarketplaceDb db, long offerId, int most, CancellationToken cancel);
}
