using Marketplace.Accounts;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Modules;
using Marketplace.Payments;
using Marketplace.Pricing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Changes.Revising;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Changes;

/// <summary>Subscriptions that are paused, billed on another day, or canceled at once.</summary>
public sealed class PauseAndDayTests
{
    private static readonly OfferTerms Basic = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_billing_day_costs_the_days_that_lead_to_it_and_two_can_be_billed_together()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        var start = shop.Now;

        var shown = await DoAsync(shop, new SubscriptionChange.BillingDay(17));

        // From 2 to 17 April are 15 of the 31 days from 17 March on.
        Assert.Equal(
            [(start.AddMonths(1), 4839L), (new DateTime(2026, 4, 17, 9, 0, 0, DateTimeKind.Utc), 10000), (new(2026, 5, 17, 9, 0, 0, DateTimeKind.Utc), 10000)],
            shown.Upcoming.Select(one => (one.At, one.Net.Minor)));
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        shop.Advance(TimeSpan.FromDays(15));
        await RenewAsync(shop);
        Assert.Equal([10000L, 4839, 10000], shop.Read(db => db.Invoices.OrderBy(i => i.Id).Select(i => i.NetMinor).ToArray()));
        Assert.All(Periods(shop).Zip(Periods(shop).Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.From));

        var first = One(shop).Id;
        shop.Advance(TimeSpan.FromDays(3));
        await shop.PayAtSandboxAsync(await shop.PlaceAsync(), Shop.Good);
        await shop.WorkAsync();
        var second = shop.Read(db => db.Subscriptions.Single(s => s.Id != first));
        await DoAsync(shop, new SubscriptionChange.Align(first), second.Id);
        Assert.Equal(17, shop.Read(db => db.Subscriptions.Single(s => s.Id == second.Id)).Shift!.Value.Day);
    }

    [Fact]
    public async Task A_pause_begins_when_what_is_paid_ends_and_is_over_by_itself_or_earlier()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        var start = shop.Now;
        await DoAsync(shop, new SubscriptionChange.Pause(new(2026, 5, 20)));
        Assert.Equal(SubscriptionState.Active, One(shop).StateAt(shop.Now));

        shop.Advance(TimeSpan.FromDays(40));
        Assert.Equal(0, await RenewAsync(shop));
        Assert.Equal(SubscriptionState.Paused, One(shop).StateAt(shop.Now));
        Assert.NotEqual(LicenseState.Active, shop.Read(db => db.Licenses.Single()).Life.StateAt(shop.Now));
        Assert.Equal(
            new ChangeOutcome.Invalid("It is paused. Resume it first."),
            await shop.Get<SubscriptionRevisions>().PreviewAsync(shop.Owner, One(shop).Id, new SubscriptionChange.BillingDay(3), Cancel));

        var at = shop.Now;
        await DoAsync(shop, new SubscriptionChange.Resume());
        await shop.WorkAsync();

        Assert.Equal((at, at.AddMonths(1)), (Last(shop).From, Last(shop).Until));
        Assert.Equal(SubscriptionState.Active, One(shop).StateAt(shop.Now));
        Assert.Equal(LicenseState.Active, shop.Read(db => db.Licenses.Single()).Life.StateAt(shop.Now));
        Assert.Equal([(start, start.AddMonths(1)), (at, at.AddMonths(1))], Periods(shop).Select(p => (p.From, p.Until)));
        Assert.Equal(
            new ChangeOutcome.Invalid("A subscription can be paused 1 time within a year."),
            await shop.Get<SubscriptionRevisions>().PreviewAsync(shop.Owner, One(shop).Id, new SubscriptionChange.Pause(new(2026, 6, 1)), Cancel));
    }

    [Fact]
    public async Task A_whole_period_after_a_part_of_a_day_is_no_reason_to_park_it()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        await DoAsync(shop, new SubscriptionChange.BillingDay(3));
        shop.Advance(TimeSpan.FromDays(40));

        await RenewAsync(shop);

        Assert.Equal([10000L, 323, 10000], shop.Read(db => db.Invoices.OrderBy(i => i.Id).Select(i => i.NetMinor).ToArray()));
        Assert.Null(One(shop).ParkedAt);
    }

    [Fact]
    public async Task A_pause_that_is_planned_keeps_the_billing_day_and_one_that_has_begun_gives_nothing_back()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        var until = shop.Now.AddMonths(1);
        await DoAsync(shop, new SubscriptionChange.Pause(new(2026, 5, 20)));
        Assert.Equal(
            new ChangeOutcome.Invalid("A pause is scheduled. Resume the subscription first."),
            await shop.Get<SubscriptionRevisions>().PreviewAsync(shop.Owner, One(shop).Id, new SubscriptionChange.BillingDay(3), Cancel));
        shop.Advance(TimeSpan.FromDays(45));

        var shown = await DoAsync(shop, new SubscriptionChange.CancelNow(""));

        Assert.Equal((0L, until), (shown.Credit.Minor, Last(shop).Until));
        Assert.Equal(SubscriptionState.Ended, One(shop).StateAt(shop.Now));
    }

    [Fact]
    public async Task A_pause_that_nobody_ends_is_over_on_its_day()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        await DoAsync(shop, new SubscriptionChange.Pause(new(2026, 5, 20)));
        shop.Advance(new DateTime(2026, 5, 20, 10, 0, 0, DateTimeKind.Utc) - shop.Now);

        Assert.Equal(1, await RenewAsync(shop));

        Assert.Equal(new DateTime(2026, 5, 20, 9, 0, 0, DateTimeKind.Utc), Last(shop).From);
        Assert.Equal(SubscriptionState.Active, One(shop).StateAt(shop.Now));
    }

    [Fact]
    public async Task Canceled_now_it_ends_at_once_and_the_rest_is_credited()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(15.5));

        var shown = await DoAsync(shop, new SubscriptionChange.CancelNow("No longer needed."));

        Assert.Equal((5950L, 5950L), (shown.Credit.Minor, shown.Kept.Minor));
        Assert.Equal((SubscriptionState.Ended, shop.Now), (One(shop).StateAt(shop.Now), Last(shop).Until));
        Assert.Equal(shop.Now, shop.Read(db => db.Licenses.Single().ExpiresAt));
        Assert.Equal((0, -5950), (shop.Net(AccountKey.Receivable), shop.Net(AccountKey.ClientCredit)));
        shop.Advance(TimeSpan.FromDays(60));
        Assert.Equal(0, await RenewAsync(shop));
        await EarnedAsync(shop, 5000);
    }
}
