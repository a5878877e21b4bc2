using Marketplace.Data;
using Marketplace.Updates;

namespace Marketplace.Billing.Orders;

internal static class OrderEvents
{
    extension(MarketplaceDb db)
    {
        /// <summary>Posts to the organization's webhook what happened to an order.</summary>
        /// <param name="type">Such as <c>order.placed</c>.</param>
        public Task PostAsync(Order order, string type, DateTime now, CancellationToken cancel) => db.PostAsync(
            order.OrganizationId,
            new OrganizationEvent(type, "order", new
            {
                order.Id, State = $"{order.State}", End = order.End is { } end ? $"{end}" : null, Quote = order.QuoteId, Due = order.DueMinor, order.Currency,
                Credit = order.CreditMinor, order.PlacedAt,
            }),
            now, cancel);
    }
}
