using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing;

/// <summary>What seldom happens to an order.</summary>
public sealed class OrderPartsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trial_that_an_owner_approves_is_complete_with_that()
    {
        using var shop = await Shop.OpenAsync(
            new(OfferTier.Premium, OfferModel.Monthly, 3, [new(2900, "EUR")]) { Details = new() { Trial = new(14, NeedsPaymentMethod: false) } });
        var order = await shop.PlaceAsync(shop.Member);
        Assert.Equal(OrderState.AwaitingApproval, shop.OrderOf(order).State);

        Assert.IsType<OrderOutcome.Placed>(await shop.Get<OrderPayments>().ApproveAsync(shop.Owner, order, Cancel));

        Assert.Equal((OrderState.Paid, 1), (shop.OrderOf(order).State, shop.Read(db => db.Set<Marketplace.Licensing.License>().Count())));
    }

    [Fact]
    public async Task A_promotion_is_used_by_the_order_and_given_back_when_it_is_canceled()
    {
        using var shop = await Shop.OpenAsync();
        var terms = new PromotionTerms("Half", new(new PercentOff(50), PromotionConditions.None), new(shop.Now.AddDays(-1), shop.Now.AddDays(30), "UTC"));
        Assert.IsType<PromotionOutcome.Made>(await shop.Get<PublisherPromotions>().MakeAsync(shop.Seller, shop.Acme.Id, terms, Cancel));
        var order = await shop.PlaceAsync();
        Assert.Equal((5950L, 1), (shop.OrderOf(order).DueMinor, shop.Read(db => db.Promotions.Single().Uses)));

        Assert.IsType<OrderOutcome.Placed>(await shop.Get<OrderPayments>().CancelAsync(shop.Owner, order, Cancel));

        Assert.Equal(0, shop.Read(db => db.Promotions.Single().Uses));
    }

    [Fact]
    public async Task An_install_that_cannot_be_planned_is_refused_and_one_that_changed_waits_for_a_person()
    {
        using var shop = await Shop.OpenAsync();
        var (id, hash) = await shop.QuoteAsync();
        var install = new InstallWish(999, ChangeRequest.Install("Acme.Shop"), new string('0', 64));
        Assert.Contains("planned", Assert.IsType<OrderOutcome.Invalid>(await shop.TryPlaceAsync(id, hash, install: install)).Problem, StringComparison.Ordinal);

        var site = shop.Portal.Database.Saved(A.Site(shop.Globex.Id));
        var kept = shop.Read(db => db.Quotes.AsNoTracking().Single(q => q.Id == id));
        var order = new Order(
            kept, QuoteDocument.Read(kept.Document), shop.Owner.UserId, needsApproval: false,
            new OrderInstall(site.Id, "install=Acme.Shop", new string('0', 64), KeepOthers: false), shop.Now);
        order.Pay(null, shop.Now);
        shop.Portal.Database.Save(order);

        await shop.Get<OrderSweep>().RunAsync(Cancel);

        Assert.Contains("changed since", shop.OrderOf(order.Id).InstallProblem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_given_up_for_the_next()
    {
        using var shop = await Shop.OpenAsync(
            null, ("Payments:Providers:0", "stripe"), ("Payments:Providers:1", "sandbox"), ("Payments:Stripe:SecretKey", "sk_test_123456789012"),
            ("Payments:Stripe:WebhookSecrets:0", "whsec_1234567890ab"), ("Payments:Stripe:ApiBase", "http://127.0.0.1:9"));
        var order = await shop.PlaceAsync();

        Assert.NotNull(Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order)).Url);

        Assert.Equal(
            [("sandbox", PaymentState.Started), ("stripe", PaymentState.Canceled)],
            shop.Read(db => db.Payments.OrderBy(p => p.Provider).Select(p => ValueTuple.Create(p.Provider, p.State)).ToList()));
    }

    [Fact]
    public async Task The_sandbox_says_what_became_of_a_refund()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Good);
        var sandbox = shop.Get<PaymentProviders>().Find(PaymentProviders.Sandbox);
        var refund = await sandbox.RefundAsync("refund-1", shop.PaymentOf(order).ProviderId!, new Money(1000, "EUR"), Cancel);

        Assert.Equal(refund, await sandbox.ReadRefundAsync(refund.Id, Cancel));
    }
}
