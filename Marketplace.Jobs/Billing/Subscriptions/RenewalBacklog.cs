using Marketplace.Billing.Runs;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Subscriptions;

/// <summary>What is due of subscriptions.</summary>
internal sealed class RenewalBacklog(IOptions<SubscriptionOptions> options) : IBillingBacklog
{
    public async Task<(int Due, int Charges)> CountAsync(MarketplaceDb db, DateTime now, CancellationToken cancel) => (
        await db.Subscriptions.DueAt(now, options.Value.DraftHours).CountAsync(cancel)
            + await db.Subscriptions.OverAt(now, options.Value.DraftHours).CountAsync(cancel),
        await db.SubscriptionPeriods.CountAsync(p => p.ChargeAt <= now, cancel));
}
