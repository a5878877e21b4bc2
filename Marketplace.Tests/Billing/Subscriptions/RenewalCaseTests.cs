using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>What happens to subscriptions from outside: refunds, revocations, second subscriptions, late use, other cards.</summary>
public sealed class RenewalCaseTests
{
    private static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static readonly Meter Counted = new(Documents, "documents", 1000, 1, new(ScaleKind.Graduated, [new(1, [new(10, "EUR")])]));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_pays_again_for_a_license_that_was_revoked()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        Assert.IsType<LicenseOutcome.Done>(
            await shop.Get<Licenses>().RevokeAsync(shop.Seller, shop.Read(db => db.Licenses.Single().Id), "It was misused.", Cancel));
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);

        Assert.Equal((SubscriptionState.Ended, 1), (One(shop).StateAt(shop.Now), shop.Read(db => db.Invoices.Count())));
    }

    [Fact]
    public async Task A_renewal_that_is_refunded_takes_its_license_and_one_that_is_forgiven_prolongs_none()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        var invoice = shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last().Id);
        Assert.IsType<CreditOutcome.Issued>(
            await shop.Get<CreditNotes>().IssueAsync(shop.Operator, new(invoice, [new(0, new(10000, "EUR"))], "It did not work.", Revokes: true), Cancel));
        Assert.NotNull(shop.Read(db => db.Licenses.Single().RevokedAt));

        using var other = await Shop.OpenAsync(Monthly);
        await BuyAsync(other, keeps: false);
        other.Advance(TimeSpan.FromDays(31));
        await RenewAsync(other);
        var until = other.Read(db => db.Licenses.Single().ExpiresAt);
        var open = other.Read(db => db.Invoices.OrderBy(i => i.Id).Last().Id);
        Assert.IsType<CreditOutcome.Issued>(
            await other.Get<CreditNotes>().IssueAsync(other.Operator, new(open, [new(0, new(10000, "EUR"))], "A gift.", Revokes: false), Cancel));
        other.Advance(TimeSpan.FromDays(2));
        await RenewAsync(other);
        Assert.Equal((true, until), (Last(other).PaidAt is not null, other.Read(db => db.Licenses.Single().ExpiresAt)));
        Assert.Equal(SubscriptionState.Active, One(other).StateAt(other.Now));
    }

    [Fact]
    public async Task A_lost_dispute_of_a_renewal_ends_the_subscription_and_revokes_its_license()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop, keeps: false);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        var paying = Assert.IsType<PayOutcome.Underway>(await shop.Get<PeriodCharges>().PayAsync(shop.Owner, One(shop).Id, Cancel));
        await shop.Get<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", "4000000000000259", Cancel);
        await shop.WorkAsync();
        Assert.Equal((DisputeState.NeedsResponse, SubscriptionState.Active), (shop.Read(db => db.Disputes.Single().State), One(shop).StateAt(shop.Now)));

        shop.Advance(SandboxDispute.Lasts);
        await shop.Get<ProviderInbox>().FindMissingAsync(Cancel);
        await shop.WorkAsync();

        Assert.Equal(SubscriptionState.Ended, One(shop).StateAt(shop.Now));
        Assert.NotNull(shop.Read(db => db.Licenses.Single().RevokedAt));
    }

    [Fact]
    public async Task Of_two_subscriptions_of_a_module_use_is_billed_by_one_and_what_is_told_late_with_the_next()
    {
        using var shop = await Shop.OpenAsync(Monthly with { Details = new() { Meters = [Counted] } });
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(14));
        var (quote, hash) = await shop.QuoteAsync();
        var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(quote, hash, again: true)).OrderId;
        await shop.PayAsync(order, way: new(MethodId: shop.Read(db => db.SavedMethods.Single().Id)));
        await UseAsync(shop, 1500);
        var used = shop.Now;
        shop.Advance(TimeSpan.FromDays(17));
        await RenewAsync(shop);
        Assert.Equal([5000L], Usage(shop));

        // Told after its period was billed, for a day of it: all of it goes beyond what is included.
        await shop.Get<Marketplace.Licensing.Metering.UsageReports>().RecordAsync(
            shop.Globex.Id, "test", [new(Guid.NewGuid(), "Acme.Shop", Documents, 200, used, used)], Cancel);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);

        Assert.Equal([5000L, 2000], Usage(shop));
        Assert.Equal(1700, shop.Read(db => db.Set<Marketplace.Licensing.Metering.UsageDay>().Sum(d => d.Billed)));
    }

    [Fact]
    public async Task A_trial_that_asked_for_no_way_to_pay_ends_and_charges_nobody()
    {
        using var shop = await Shop.OpenAsync(Monthly with { Details = new() { Trial = new(14, NeedsPaymentMethod: false) } });
        await AddAsync(shop, Shop.Good, isDefault: true);
        var order = await shop.PlaceAsync();
        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
        shop.Advance(TimeSpan.FromDays(40));
        await RenewAsync(shop);

        Assert.Equal((0, 0), (shop.Read(db => db.Subscriptions.Count()), shop.Read(db => db.Invoices.Count())));
    }

    [Fact]
    public async Task Another_card_pays_though_it_is_not_the_default_and_the_end_is_tried_like_any_period()
    {
        using var shop = await Shop.OpenAsync(Monthly with { Details = new() { Meters = [Counted] } });
        await BuyAsync(shop);
        await AddAsync(shop, KeptThenDeclined, isDefault: true);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.Equal(PaymentFailure.Declined, Last(shop).Failure);
        shop.Advance(TimeSpan.FromMinutes(1));
        await AddAsync(shop, "5555555555554444", isDefault: false);
        await RenewAsync(shop);
        Assert.NotNull(Last(shop).PaidAt);
        // What paid goes on paying, until another is chosen.
        Assert.Equal(shop.Read(db => db.SavedMethods.Single(m => m.Text.EndsWith("4444")).Id), One(shop).MethodId);
        await shop.Get<SubscriptionChanges>().ChooseMethodAsync(shop.Owner, One(shop).Id, null, Cancel);

        await UseAsync(shop, 1500);
        await shop.Get<SubscriptionChanges>().CancelAsync(shop.Owner, One(shop).Id, "", Cancel);
        shop.Advance(TimeSpan.FromDays(31));
        var ended = shop.Now;
        await RenewAsync(shop);
        // The next morning in New York, where the card is from.
        Assert.Equal((SubscriptionState.Ended, ended.Date.AddDays(1).AddHours(12)), (One(shop).StateAt(shop.Now), Last(shop).ChargeAt));
        Assert.Single(Told(shop), text => text.Contains("could not be settled", StringComparison.Ordinal));
    }

    private static long[] Usage(Shop shop) => [.. shop.Read(db => db.Invoices.OrderBy(i => i.Id).ToList())
        .SelectMany(invoice => invoice.Document.Lines).Where(line => line.Text.EndsWith("usage", StringComparison.Ordinal)).Select(line => line.Net.Minor)];
}
