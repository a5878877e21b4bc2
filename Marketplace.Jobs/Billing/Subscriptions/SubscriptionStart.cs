using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
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
            // What was agreed on by a custom quote is renewed only where that says so.
            + (line.Tier is OfferTier.Custom ? TimeSpan.Zero : SubscriptionNews.Slack);

    public async Task BeginAsync(MarketplaceDb db, Order order, TimeZoneInfo zone, long? invoiceId, DateTime now, CancellationToken cancel)
    {
        // A custom quote that is for a fixed term has no basket: its license ends with what was quoted.
        if (await db.Quotes.Where(q => q.Id == order.QuoteId).Select(q => q.Basket).SingleAsync(cancel) is not { } text)
        {
            return;
        }

        var basket = QuoteDocument.ReadBasket(text);
        foreach (var line in order.Lines.Where(line => line.LicenseId is not null && line.Model.Months() > 0).OrderBy(line => line.Number))
        {
            // A custom quote has several lines of one offer, and one that is paid again.
            var at = basket.Lines.Index()
                .First(one => one.Item.OfferId == line.OfferId && one.Item.Sites == line.Sites && one.Item.Offer.Model == line.Model).Index;
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
                var first = new SubscriptionPeriod(subscription.Id, 0, now, subscription.BilledUntil, now) { Meters = basket.Lines[at].Offer.Meters };
                if (invoiceId is { } id)
                {
                    await InvoiceAsync(db, first, id, basket, at, now, cancel);
                }

                first.Pay(now);
                subscription.Periods.Add(first);
                // That of a custom quote was issued for its term alone.
                await db.ProlongAsync(subscription, first, now, cancel);
            }

            await db.PostAsync(subscription, "subscription.started", "", now, cancel);
        }
    }

    // Of an order of several only its own lines are for it: what is due today, then the setup fees of that.
    private static async Task InvoiceAsync(
        MarketplaceDb db, SubscriptionPeriod first, long invoiceId, Basket basket, int at, DateTime now, CancellationToken cancel)
    {
        var due = basket.Lines.Where(line => line.Offer.Trial is null).ToList();
        var fees = due.Where(line => line.Offer.SetupFee > 0).ToList();
        var (line, fee) = (due.IndexOf(basket.Lines[at]), fees.IndexOf(basket.Lines[at]));
        var items = await db.InvoiceItems.Where(i => i.InvoiceId == invoiceId).Select(i => new { i.Number, Minor = i.NetMinor + i.TaxMinor })
            .ToListAsync(cancel);
        var own = items.Where(item => item.Number == line || (fee >= 0 && item.Number == due.Count + fee)).ToList();
        if (own.Count < items.Count)
        {
            first.Join(invoiceId, line, own.Sum(item => item.Minor), null, now);
        }
        else
        {
            first.Invoice(invoiceId, now, line);
        }
    }
}
