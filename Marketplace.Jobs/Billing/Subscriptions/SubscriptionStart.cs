using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Subscriptions;

/// <summary>Begins what an order bought for a term, in the transaction that completes it.</summary>
public sealed class SubscriptionStart : IOrderedTerms
{
    /// <summary>By whose calendar the order's terms are counted: that of who ordered.</summary>
    public async Task<TimeZoneInfo> ZoneAsync(MarketplaceDb db, Order order, CancellationToken cancel) =>
        TimeZones.Find(await db.Users.Where(u => u.Id == order.ById).Select(u => u.TimeZone).FirstOrDefaultAsync(cancel)) ?? TimeZoneInfo.Utc;

    public DateTime UntilOf(OrderLine line, DateTime now, TimeZoneInfo zone) =>
        line.TrialEnds ?? BillingCycle.Of(now, line.Model.Months(), zone).StartOf(1)
            // What was agreed on by a custom quote is not renewed.
            + (line.Tier is OfferTier.Custom ? TimeSpan.Zero : SubscriptionNews.Slack);

    public async Task BeginAsync(MarketplaceDb db, Order order, TimeZoneInfo zone, long? invoiceId, DateTime now, CancellationToken cancel)
    {
        // A custom quote has no price to go on with: its license ends with what was quoted.
        if (await db.Quotes.Where(q => q.Id == order.QuoteId).Select(q => q.Basket).SingleAsync(cancel) is not { } text)
        {
            return;
        }

        var basket = QuoteDocument.ReadBasket(text);
        foreach (var line in order.Lines.Where(line => line.LicenseId is not null && line.Model.Months() > 0).OrderBy(line => line.Number))
        {
            var at = basket.Lines.Index().First(one => one.Item.OfferId == line.OfferId && one.Item.Sites == line.Sites).Index;
            // A trial that asked for no way to pay ends: nobody agreed to be charged.
            if (line.TrialEnds is not null && basket.Lines[at].Offer.Trial?.NeedsPaymentMethod is not true)
            {
                continue;
            }

            var subscription = new Subscription(order, line, basket, at, zone, now);
            db.Add(subscription);
            subscription.Events.Add(new(subscription.Id, SubscriptionEventKind.Started, $"{line.Tier}, {line.Model.Words()}", order.ById, now));
            if (subscription.Period == 0)
            {
                var first = new SubscriptionPeriod(subscription.Id, 0, now, subscription.BilledUntil, now);
                if (invoiceId is { } id)
                {
                    first.Invoice(id, now, basket.Lines.Take(at).Count(earlier => earlier.Offer.Trial is null));
                }

                first.Pay(now);
                subscription.Periods.Add(first);
            }

            await db.PostAsync(subscription, "subscription.started", "", now, cancel);
        }
    }
}
