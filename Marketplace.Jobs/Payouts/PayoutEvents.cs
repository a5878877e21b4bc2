using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Updates;

namespace Marketplace.Payouts;

/// <summary>Notifies the owners of a publisher, and posts to its webhook, what happened to a payout.</summary>
internal static class PayoutEvents
{
    extension(MarketplaceDb db)
    {
        /// <param name="type">Such as <c>payout.sent</c>.</param>
        /// <param name="text">The same in words.</param>
        public async Task TellAsync(Payout payout, string type, string text, DateTime now, CancellationToken cancel)
        {
            await db.NotifyOwnersAsync(payout.PublisherId, payout.Document, text, now, cancel);
            await db.PostAsync(
                payout.PublisherId,
                new OrganizationEvent(type, "payout", new
                {
                    payout.Id, Number = payout.Name, Amount = payout.Minor, payout.Currency, payout.Reference, Reason = payout.ReturnReason, payout.Run.IsTest,
                }),
                now, cancel);
        }
    }
}
