using Marketplace.Data;

namespace Marketplace.Pricing.Succession;

/// <summary>Implemented by the slice in which something is paid for again and again: Billing for subscriptions. In the transaction of what happened.</summary>
public interface ISuccessionListener
{
    /// <summary>It is announced to the organizations of its moves: what they have of the offer goes over from its day on.</summary>
    /// <returns>What stands in the way; null if nothing does.</returns>
    Task<string?> AnnouncedAsync(MarketplaceDb db, OfferSuccession succession, CancellationToken cancel);

    /// <summary>An owner of an organization has decided that it leaves before.</summary>
    Task DeclinedAsync(MarketplaceDb db, SuccessionMove move, long byId, CancellationToken cancel);
}
