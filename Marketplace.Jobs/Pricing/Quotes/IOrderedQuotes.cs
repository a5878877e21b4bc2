using Marketplace.Data;

namespace Marketplace.Pricing.Quotes;

/// <summary>Implemented by the slice that knows orders: which quotes were ordered.</summary>
public interface IOrderedQuotes
{
    /// <summary>The ids of quotes whose order was paid, or may still be.</summary>
    IQueryable<Guid> In(MarketplaceDb db);
}
