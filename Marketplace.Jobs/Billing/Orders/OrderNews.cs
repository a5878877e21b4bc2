using Marketplace.Data;
using Marketplace.Live;

namespace Marketplace.Billing.Orders;

internal static class OrderNews
{
    extension(MarketplaceDb db)
    {
        /// <summary>Updates open pages after a change of an order.</summary>
        public void TellOrder(Order order, DateTime now)
        {
            db.Changed(LiveTopic.Order(order.Id), now);
            db.Changed(LiveTopic.Billing(order.OrganizationId), now);
            db.Changed(LiveTopic.Payments, now);
        }
    }
}
