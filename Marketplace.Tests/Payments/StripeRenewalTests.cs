using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Payments;
using Marketplace.Payments.Methods;
using Marketplace.Pricing;
using Marketplace.Tests.Billing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payments;

/// <summary>Renewals are charged at Stripe while nobody is there.</summary>
public sealed class StripeRenewalTests
{
    private const string SecureAlways = "4000002760003184";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_saved_card_pays_each_period_once_and_the_books_agree()
    {
        await using var shop = await StripeShop.OpenAsync();
        await BuyAsync(shop, Shop.Good);
        shop.Advance(TimeSpan.FromDays(61));
        shop.Fake.Faults.Next(Support.Stripe.StripeFault.AnswerLost, "PaymentIntents.create");

        await RenewAsync(shop);
        shop.Advance(TimeSpan.FromMinutes(11));
        await RenewAsync(shop);

        Assert.All(Periods(shop), period => Assert.NotNull(period.PaidAt));
        Assert.Equal((3, 3), (Periods(shop).Length, await shop.ChargesAsync()));
        Assert.Equal(SubscriptionState.Active, shop.Shop.Read(db => db.Subscriptions.AsNoTracking().Single()).StateAt(shop.Shop.Now));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task A_card_whose_bank_wants_its_holder_is_not_tried_again_and_another_one_pays()
    {
        await using var shop = await StripeShop.OpenAsync();
        await BuyAsync(shop, SecureAlways);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.Equal((PaymentFailure.Authentication, 1), (Periods(shop)[^1].Failure, Payments(shop)));
        shop.Advance(TimeSpan.FromDays(1.25));
        await RenewAsync(shop);
        Assert.Equal((2, 1), (Periods(shop)[^1].Attempts, Payments(shop)));

        var url = Assert.IsType<MethodOutcome.Done>(await shop.Shop.Get<SavedMethods>().AddAsync(shop.Shop.Owner, shop.Shop.Globex.Id, null, Cancel)).Url!;
        Assert.Null(shop.Fake.Pay(url[(url.LastIndexOf('/') + 1)..], Shop.Good, true));
        await shop.DeliverAsync();
        var added = shop.Shop.Read(db => db.SavedMethods.Single(m => m.Text.EndsWith("4242")).Id);
        Assert.IsType<SubscriptionOutcome.Done>(await shop.Shop.Get<SubscriptionChanges>().ChooseMethodAsync(
            shop.Shop.Owner, shop.Shop.Read(db => db.Subscriptions.Single().Id), added, Cancel));
        await RenewAsync(shop);

        Assert.NotNull(Periods(shop)[^1].PaidAt);
        await shop.AssertBooksAsync();
    }

    internal static async Task BuyAsync(StripeShop shop, string card)
    {
        var offer = await shop.Shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(10000, "EUR")]));
        var (quote, hash) = await shop.Shop.QuoteAsync(offer: offer);
        var order = Assert.IsType<OrderOutcome.Placed>(await shop.Shop.TryPlaceAsync(quote, hash)).OrderId;
        Assert.IsType<PayOutcome.Underway>(await shop.Shop.PayAsync(order, way: new(Keeps: true)));
        Assert.Null(shop.Fake.Pay(shop.Shop.PaymentOf(order).ProviderId!, card, true));
        await shop.DeliverAsync();
        Assert.Equal(OrderState.Paid, shop.Shop.OrderOf(order).State);
    }

    internal static async Task RenewAsync(StripeShop shop)
    {
        await shop.Shop.Get<RenewalRun>().RunAsync(Cancel);
        await shop.DeliverAsync();
    }

    private static SubscriptionPeriod[] Periods(StripeShop shop) =>
        shop.Shop.Read(db => db.SubscriptionPeriods.AsNoTracking().OrderBy(p => p.Number).ToArray());

    private static int Payments(StripeShop shop) => shop.Shop.Read(db => db.Payments.Count(p => p.Document.StartsWith("period/")));
}
