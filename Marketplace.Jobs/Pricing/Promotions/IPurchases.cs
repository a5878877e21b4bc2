using Marketplace.Data;

namespace Marketplace.Pricing.Promotions;

/// <summary>Implemented by the slice that knows what was bought: Licensing.</summary>
public interface IPurchases
{
    /// <summary>Of these publishers, those from which the organization has bought something, whatever became of it.</summary>
    Task<IReadOnlyList<long>> BoughtFromAsync(MarketplaceDb db, long organizationId, IReadOnlyCollection<long> publisherIds, CancellationToken cancel);
}
