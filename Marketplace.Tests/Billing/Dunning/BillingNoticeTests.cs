using Marketplace.Billing.Dunning;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Dunning.Failures;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Dunning;

/// <summary>Clients are told beforehand of what comes: each once, however often and by however many the job runs.</summary>
public sealed class BillingNoticeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_that_expires_before_the_next_charge_is_told_of_once_and_one_that_lasts_is_not()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        Expire(shop, new(2026, 4, 2));
        Assert.Equal(0, await RunAsync(shop));

        Expire(shop, new(2026, 3, 31));
        Assert.Equal(1, await RunAsync(shop));

        Assert.Equal(0, await RunAsync(shop));
        var letter = LastLetter(shop);
        Assert.Equal("Visa •••• 4242 expires on March 31, 2026", letter.Subject);
        Assert.Contains("your subscription of Acme Shop is next charged on April 2, 2026", letter.Text, StringComparison.Ordinal);
        Assert.All(shop.Read(db => db.Set<Notification>().Where(n => n.Text.Contains("expires")).ToList()), told => Assert.NotNull(told.MailedAt));
    }

    [Fact]
    public async Task A_year_that_begins_is_told_of_a_month_before()
    {
        using var shop = await Shop.OpenAsync(Monthly with { Model = OfferModel.Yearly });
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(334));
        Assert.Equal(0, await RunAsync(shop));
        shop.Advance(TimeSpan.FromDays(1));

        var given = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RunAsync(shop), Cancel)));

        Assert.Equal(1, given.Sum());
        Assert.Equal("Acme Shop is renewed for a year on March 2, 2027", Assert.Single(Letters(shop)));
        Assert.Contains("€100.00 is charged, plus tax where it is due", LastLetter(shop).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "It goes on as a subscription then, and €100.00 is charged")]
    [InlineData(false, "Nothing is charged. To keep using it, buy it here:")]
    public async Task A_trial_that_ends_soon_is_told_of_with_what_follows(bool goesOn, string says)
    {
        using var shop = await Shop.OpenAsync(Monthly with { Details = new() { Trial = new(14, NeedsPaymentMethod: goesOn) } });
        await AddAsync(shop, Shop.Good, isDefault: true);
        var order = await shop.PlaceAsync();
        if (goesOn)
        {
            var saved = shop.Read(db => db.SavedMethods.Single().Id);
            Assert.IsType<PayOutcome.Complete>(await shop.PayAsync(order, way: new(MethodId: saved)));
        }

        shop.Advance(TimeSpan.FromDays(10));
        Assert.Equal(0, await RunAsync(shop));
        shop.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await RunAsync(shop));

        Assert.Equal(0, await RunAsync(shop));
        Assert.Equal("Your trial of Acme Shop ends on March 16, 2026", Assert.Single(Letters(shop)));
        Assert.Contains(says, LastLetter(shop).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_that_rises_when_a_promotion_ends_is_told_of_two_weeks_before()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Read(db =>
        {
            // As if it had been bought for half the price in its first month.
            var subscription = db.Subscriptions.Single();
            var half = new OpenPromotion(1, "Half", new(new PercentOff(50), PromotionConditions.None));
            var basket = QuoteDocument.Write(subscription.Basket with { Promotions = [half] });
            return db.Subscriptions.ExecuteUpdate(set => set.SetProperty(s => EF.Property<string>(s, "_basket"), basket));
        });
        shop.Advance(TimeSpan.FromDays(16));
        Assert.Equal(0, await RunAsync(shop));
        shop.Advance(TimeSpan.FromDays(2));

        Assert.Equal((1, 0), (await RunAsync(shop), await RunAsync(shop)));

        Assert.Equal("Acme Shop costs €100.00 from April 2, 2026 on", Assert.Single(Letters(shop)));
        Assert.Contains("costs €100.00 a month instead of €50.00", LastLetter(shop).Text, StringComparison.Ordinal);
    }

    private static Task<int> RunAsync(Shop shop) => shop.Get<BillingNotices>().RunAsync(Cancel);

    private static void Expire(Shop shop, DateOnly last) => shop.Read(db =>
        db.SavedMethods.Where(m => m.RemovedAt == null).ExecuteUpdate(set => set.SetProperty(m => m.ExpiresOn, last)));
}
