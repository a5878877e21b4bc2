using Marketplace.Data;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Billing.Orders;

internal sealed class OrderedQuotes : IOrderedQuotes
{
    public IQueryable<Guid> In(MarketplaceDb db) => db.Orders.Where(o => o.EndedAt == null).Select(o => o.QuoteId);
}
