using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Payments;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Joint;

/// <summary>A client that wants one invoice for what renews on the same day, and subscriptions of it.</summary>
internal static class Joined
{
    public static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="count">How many subscriptions are bought at once, all charged by what the client pays by where nobody chose.</param>
    public static async Task<Shop> OpenAsync(int count, OfferTerms? terms = null)
    {
        var shop = await Shop.OpenAsync(terms ?? Monthly);
        await SwitchAsync(shop, isOn: true);
        await BuyAsync(shop);
        for (var more = 1; more < count; more++)
        {
            await BuyAnotherAsync(shop);
        }

        return shop;
    }

    public static async Task SwitchAsync(Shop shop, bool isOn, string currency = "EUR") =>
        Assert.IsType<PartyOutcome.Saved>(await shop.Get<BillingProfiles>().SaveAsync(
            shop.Owner, shop.Globex.Id,
            new(new("Globex GmbH", "Speicherstraße 1", "", "20457", "Hamburg", "", "DE"), BuyerKind.Business, "", "", null, currency) { JoinsInvoices = isOn },
            Cancel));

    public static async Task BuyAnotherAsync(Shop shop, long? offer = null)
    {
        var (quote, hash) = await shop.QuoteAsync(offer: offer);
        var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(quote, hash, again: true)).OrderId;
        await shop.PayAsync(order, way: new(MethodId: shop.Read(db => db.SavedMethods.OrderBy(m => m.At).First(m => m.RemovedAt == null).Id)));
        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
        foreach (var one in All(shop).Where(one => one.MethodId is not null))
        {
            Assert.IsType<SubscriptionOutcome.Done>(await shop.Get<SubscriptionChanges>().ChooseMethodAsync(shop.Owner, one.Id, null, Cancel));
        }
    }

    /// <summary>To the next month, and what a worker does then.</summary>
    public static async Task<int> MonthAsync(Shop shop)
    {
        shop.Advance(TimeSpan.FromDays(31));
        return await RenewAsync(shop);
    }

    /// <summary>In the order in which they stand on a joint invoice.</summary>
    public static Subscription[] All(Shop shop) =>
        shop.Read(db => db.Subscriptions.AsNoTracking().OrderBy(s => s.StartedAt).ThenBy(s => s.Id).ToArray());

    /// <summary>The last invoice.</summary>
    public static Invoice Last(Shop shop) =>
        shop.Read(db => db.Invoices.AsNoTracking().Where(i => i.Kind == InvoiceKind.Invoice).OrderBy(i => i.Id).Last());

    /// <summary>What stands on it, the first first.</summary>
    public static SubscriptionPeriod[] On(Shop shop, Invoice invoice) => shop.Read(db =>
        db.SubscriptionPeriods.AsNoTracking().Include(p => p.Subscription.License).Where(p => p.InvoiceId == invoice.Id).OrderBy(p => p.InvoiceLine).ToArray());
}
