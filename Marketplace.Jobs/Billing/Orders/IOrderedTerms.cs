using Marketplace.Data;

namespace Marketplace.Billing.Orders;

/// <summary>Implemented by the slice that bills again what was bought for a term.</summary>
public interface IOrderedTerms
{
    Task<TimeZoneInfo> ZoneAsync(MarketplaceDb db, Order order, CancellationToken cancel);

    /// <summary>The end of the first term of a line that has one, or of its trial.</summary>
    DateTime UntilOf(OrderLine line, DateTime now, TimeZoneInfo zone);

    /// <summary>The order is complete, and its licenses are there; within that transaction.</summary>
    /// <param name="invoiceId">That of the order; null where nothing was due.</param>
    Task BeginAsync(MarketplaceDb db, Order order, TimeZoneInfo zone, long? invoiceId, DateTime now, CancellationToken cancel);
}
