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

        /// <summary>The same after a change of an invoice.</summary>
        /// <param name="orderId">What it is for; null where nobody ordered.</param>
        public void TellInvoices(long organizationId, Guid? orderId, DateTime now)
        {
            db.Changed(LiveTopic.Billing(organizationId), now);
            db.Changed(LiveTopic.Payments, now);
            if (orderId is { } id)
            {
                db.Changed(LiveTopic.Order(id), now);
            }
        }
    }
}
