using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Licensing.Metering;
using Marketplace.Modules;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Methods;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>What was bought for a term goes on: billed once a period, charged by what was saved, and its license with it.</summary>
public sealed class RenewalTests
{
    private static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_month_later_it_is_billed_and_charged_and_its_license_lasts_on()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        Assert.Equal((SubscriptionState.Active, shop.Now.AddMonths(1)), (One(shop).StateAt(shop.Now), One(shop).RenewsAt));
        Assert.Equal(shop.Now.AddMonths(1).AddDays(1), shop.Read(db => db.Licenses.Single().ExpiresAt));

        var first = shop.Now;
        shop.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await RenewAsync(shop));
        shop.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await RenewAsync(shop));
        Assert.Equal(0, await RenewAsync(shop));

        Assert.Equal([(0, first, first.AddMonths(1)), (1, first.AddMonths(1), first.AddMonths(2))], Periods(shop).Select(p => (p.Number, p.From, p.Until)));
        Assert.All(Periods(shop), period => Assert.NotNull(period.PaidAt));
        Assert.Equal([11900L, 11900], shop.Read(db => db.Invoices.OrderBy(i => i.Id).Select(i => i.NetMinor + i.TaxMinor).ToArray()));
        var line = Assert.Single(shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last()).Document.Lines);
        Assert.Equal((new DateOnly(2026, 4, 2), new DateOnly(2026, 5, 2)), (line.From, line.To));
        Assert.Equal(first.AddMonths(2).AddDays(1), shop.Read(db => db.Licenses.Single().ExpiresAt));
        Assert.Equal((SubscriptionState.Active, 0), (One(shop).StateAt(shop.Now), shop.Net(AccountKey.Receivable)));
        Assert.Equal(
            [SubscriptionEventKind.Started, SubscriptionEventKind.Billed, SubscriptionEventKind.Paid],
            shop.Read(db => db.Set<SubscriptionEvent>().OrderBy(e => e.Id).Select(e => e.Kind).ToArray()));
    }

    [Fact]
    public async Task After_an_outage_of_five_months_no_period_is_missing_or_there_twice()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(155));

        var billed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => RenewAsync(shop), Cancel)));
        await RenewAsync(shop);

        var periods = Periods(shop);
        Assert.Equal(Enumerable.Range(0, 6), periods.Select(p => p.Number));
        Assert.InRange(billed.Sum(), 1, 5);
        Assert.All(periods.Zip(periods.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.From));
        Assert.All(periods, period => Assert.NotNull(period.PaidAt));
        Assert.Equal((6, 6), (shop.Read(db => db.Invoices.Count()), shop.Read(db => db.Payments.Count(p => p.State == PaymentState.Succeeded))));
        Assert.Equal(periods[^1].Until.AddDays(1), shop.Read(db => db.Licenses.Single().ExpiresAt));
    }

    [Fact]
    public async Task A_card_that_fails_is_tried_on_its_days_while_the_license_lasts_and_another_card_at_once()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        await AddAsync(shop, KeptThenDeclined, isDefault: true);
        shop.Advance(TimeSpan.FromDays(31));
        // Eight o'clock in New York, where the card is from.
        var (billed, morning) = (shop.Now, shop.Now.Date.AddHours(12));

        await RenewAsync(shop);

        Assert.Equal(
            (SubscriptionState.PastDue, PaymentFailure.Declined, morning.AddDays(1)), (One(shop).StateAt(shop.Now), Last(shop).Failure, Last(shop).ChargeAt));
        Assert.Equal(billed + PeriodPayments.Patience, shop.Read(db => db.Licenses.Single().ExpiresAt));
        Assert.Single(Told(shop), text => text.Contains("could not be renewed: the payment failed", StringComparison.Ordinal));
        foreach (var day in (int[])[1, 3])
        {
            shop.Advance(morning.AddDays(day) - shop.Now);
            await RenewAsync(shop);
        }

        Assert.Equal((3, morning.AddDays(5)), (Last(shop).Attempts, Last(shop).ChargeAt));
        Assert.Single(Told(shop), text => text.Contains("could not be renewed", StringComparison.Ordinal));
        await AddAsync(shop, "5555555555554444", isDefault: true);
        await RenewAsync(shop);

        Assert.NotNull(Last(shop).PaidAt);
        Assert.Equal((SubscriptionState.Active, Last(shop).Until.AddDays(1)), (One(shop).StateAt(shop.Now), shop.Read(db => db.Licenses.Single().ExpiresAt)));
        Assert.Equal((2, 0), (shop.Read(db => db.Invoices.Count()), shop.Net(AccountKey.Receivable)));
    }

    [Fact]
    public async Task Whoever_has_no_method_pays_at_the_provider_and_the_next_period_is_charged_by_that()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop, keeps: false);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        var charges = shop.Get<PeriodCharges>();
        Assert.IsType<PayOutcome.NotFound>(await charges.PayAsync(shop.Seller, One(shop).Id, Cancel));

        var paying = Assert.IsType<PayOutcome.Underway>(await charges.PayAsync(shop.Member, One(shop).Id, Cancel));
        Assert.Equal(paying, await charges.PayAsync(shop.Member, One(shop).Id, Cancel));
        await shop.Get<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", Shop.Good, Cancel);
        await charges.LookAsync(shop.Member, One(shop).Id, Cancel);

        Assert.NotNull(Last(shop).PaidAt);
        Assert.Equal(new PayOutcome.Refused("Nothing is open of this subscription."), await charges.PayAsync(shop.Member, One(shop).Id, Cancel));
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.Equal((2, true), (Last(shop).Number, Last(shop).PaidAt is not null));
    }

    [Fact]
    public async Task What_is_never_paid_ends_after_the_last_try_and_its_license_by_its_steps()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop, keeps: false);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.Equal(PeriodPayments.NoMethod, Last(shop).Failure);

        for (var day = 0; day < 20; day++)
        {
            shop.Advance(TimeSpan.FromDays(1));
            await RenewAsync(shop);
        }

        Assert.Equal((SubscriptionState.Ended, 1 + DunningPlan.Default.Steps.Count(step => step.Retries)), (One(shop).StateAt(shop.Now), Last(shop).Attempts));
        Assert.Null(Last(shop).ChargeAt);
        Assert.Equal(LicenseState.Grace, shop.Read(db => db.Licenses.Single()).Life.StateAt(shop.Now));
        Assert.Equal(2, shop.Read(db => db.Invoices.Count()));
        Assert.Single(Told(shop), text => text.Contains("has ended: It was not paid.", StringComparison.Ordinal));
        shop.Advance(TimeSpan.FromDays(60));
        Assert.Equal(0, await RenewAsync(shop));
    }

    [Fact]
    public async Task What_is_canceled_goes_on_to_its_end_and_no_further_unless_it_is_reactivated()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        var (subscriptions, id, end) = (shop.Get<SubscriptionChanges>(), One(shop).Id, shop.Now.AddMonths(1));
        Assert.IsType<SubscriptionOutcome.NotFound>(await subscriptions.CancelAsync(shop.Member, id, "", Cancel));

        Assert.IsType<SubscriptionOutcome.Done>(await subscriptions.CancelAsync(shop.Owner, id, "Too dear.", Cancel));
        Assert.Equal((SubscriptionState.Canceled, end, null), (One(shop).StateAt(shop.Now), One(shop).EndsAt, One(shop).RenewsAt));
        Assert.IsType<SubscriptionOutcome.Invalid>(await subscriptions.CancelAsync(shop.Owner, id, "", Cancel));
        Assert.IsType<SubscriptionOutcome.Done>(await subscriptions.ReactivateAsync(shop.Owner, id, Cancel));
        Assert.Equal((SubscriptionState.Active, end), (One(shop).StateAt(shop.Now), One(shop).RenewsAt));

        Assert.IsType<SubscriptionOutcome.Done>(await subscriptions.CancelAsync(shop.Owner, id, "", Cancel));
        shop.Advance(TimeSpan.FromDays(31));
        Assert.Equal(0, await RenewAsync(shop));
        Assert.Equal((SubscriptionState.Ended, 1), (One(shop).StateAt(shop.Now), shop.Read(db => db.Invoices.Count())));
        Assert.Equal(end.AddDays(1), shop.Read(db => db.Licenses.Single().ExpiresAt));
        Assert.Equal(new SubscriptionOutcome.Invalid("It has ended. Buy it again."), await subscriptions.ReactivateAsync(shop.Owner, id, Cancel));
    }

    [Fact]
    public async Task A_trial_is_paid_at_its_end_by_what_was_saved_and_its_license_goes_on()
    {
        using var shop = await Shop.OpenAsync(Monthly with { Details = new() { Trial = new(14, NeedsPaymentMethod: true), SetupFee = [new(5000, "EUR")] } });
        await AddAsync(shop, Shop.Good, isDefault: true);
        var order = await shop.PlaceAsync();
        var saved = shop.Read(db => db.SavedMethods.Single().Id);
        Assert.IsType<PayOutcome.Complete>(await shop.PayAsync(order, way: new(MethodId: saved)));
        Assert.Equal((SubscriptionState.Trialing, shop.Now.AddDays(14)), (One(shop).StateAt(shop.Now), One(shop).RenewsAt));

        shop.Advance(TimeSpan.FromDays(14));
        await RenewAsync(shop);

        Assert.Equal([10000L, 5000], Assert.Single(shop.Read(db => db.Invoices.ToArray())).Document.Lines.Select(line => line.Net.Minor));
        var license = shop.Read(db => db.Licenses.Single());
        Assert.Equal((LicenseOrigin.Purchase, EndSteps.Default, shop.Now.AddMonths(1).AddDays(1)), (license.Origin, license.Steps, license.ExpiresAt));
        Assert.Equal(SubscriptionState.Active, One(shop).StateAt(shop.Now));
    }

    [Fact]
    public async Task A_promotion_and_the_price_that_were_agreed_on_hold_whatever_is_offered_later()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        await shop.OfferAsync(Monthly with { Prices = [new(99900, "EUR")] });
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);

        Assert.Equal([11900L, 11900], shop.Read(db => db.Invoices.OrderBy(i => i.Id).Select(i => i.NetMinor + i.TaxMinor).ToArray()));
    }

    [Fact]
    public async Task An_amount_out_of_proportion_is_looked_at_before_anything_is_charged()
    {
        var meter = new Meter(Documents, "documents", 0, 1, new(ScaleKind.Graduated, [new(1, [new(100, "EUR")])]));
        using var shop = await Shop.OpenAsync(Monthly with { Details = new() { Meters = [meter] } });
        await BuyAsync(shop);
        await UseAsync(shop, 10_000);
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);

        Assert.Equal(SubscriptionState.Parked, One(shop).StateAt(shop.Now));
        Assert.Contains("more than 10 times the", One(shop).ParkedBecause, StringComparison.Ordinal);
        Assert.Equal(1, shop.Read(db => db.Invoices.Count()));
        Assert.Single(Told(shop), text => text.Contains("is parked and not billed", StringComparison.Ordinal));
        var subscriptions = shop.Get<SubscriptionChanges>();
        Assert.IsType<SubscriptionOutcome.NotFound>(await subscriptions.ReleaseAsync(shop.Owner, One(shop).Id, Cancel));
        Assert.IsType<SubscriptionOutcome.Done>(await subscriptions.ReleaseAsync(shop.Operator, One(shop).Id, Cancel));
        await RenewAsync(shop);

        Assert.Equal((SubscriptionState.Active, 1_010_000), (One(shop).StateAt(shop.Now), shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last().NetMinor)));
    }
}
