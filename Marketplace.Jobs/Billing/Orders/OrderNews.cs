using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Orders;

internal static class OrderNews
{
    private const int MaxPeople = 100;

    extension(MarketplaceDb db)
    {
        /// <summary>Updates open pages after a change of an order.</summary>
        public void TellOrder(Order order, DateTime now)
        {
            db.Changed(LiveTopic.Order(order.Id), now);
            db.Changed(LiveTopic.Billing(order.OrganizationId), now);
            db.Changed(LiveTopic.Payments, now);
        }

        /// <summary>Notifies who ordered, or the owners once that person has left the organization.</summary>
        public Task NotifyBuyerAsync(Order order, string text, DateTime now, CancellationToken cancel) =>
            db.NotifyBuyerAsync(order, text, now, mails: true, cancel);

        /// <param name="mails">False where it is told in the portal alone.</param>
        public async Task NotifyBuyerAsync(Order order, string text, DateTime now, bool mails, CancellationToken cancel)
        {
            var (organization, buyer) = (order.OrganizationId, order.ById);
            var people = await db.Memberships.Where(m => m.OrganizationId == organization && (m.UserId == buyer || m.Role == MemberRole.Owner))
                .OrderBy(m => m.UserId == buyer ? 0 : 1).ThenBy(m => m.UserId).Select(m => m.UserId).Take(MaxPeople).ToListAsync(cancel);
            foreach (var person in people.Where(person => person == buyer || !people.Contains(buyer)))
            {
                db.Notify(person, $"order/{order.Id:N}", text, now, mails);
            }
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
