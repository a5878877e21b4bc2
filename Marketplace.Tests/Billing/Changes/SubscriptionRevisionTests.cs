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
using Marketplace.Payouts.Shares;
using Marketplace.Pricing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Changes.Revising;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Changes;

/// <summary>Subscriptions that are changed: what is shown is what is booked, to the cent; net prices, 19% of tax.</summary>
public sealed class SubscriptionRevisionTests
{
    private static readonly OfferTerms Basic = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);
    private static readonly OfferTerms Premium = new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]);
    private static readonly OfferTerms Yearly = new(OfferTier.Premium, OfferModel.Yearly, 1, [new(300000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upgrade_credits_what_is_left_charges_the_new_price_for_it_and_keeps_the_key()
    {
        using var shop = await Shop.OpenAsync(Basic);
        var premium = await shop.OfferAsync(Premium);
        await BuyAsync(shop);
        var (start, license) = (shop.Now, shop.Read(db => db.Licenses.Single().Id));
        shop.Advance(TimeSpan.FromDays(10));

        var shown = await ShowAsync(shop, new SubscriptionChange.Terms(premium, 1, AtPeriodEnd: false));

        // 2 March to 2 April are 31 days, 21 of them left: 100.00 and 310.00 of them are 67.74 and 210.00, with tax 80.61 and 249.90.
        Assert.Equal([(-6774L, -8061L), (21000, 24990)], shown.Lines.Select(line => (line.Net.Minor, line.Gross.Minor)));
        Assert.Equal((24990 - 8061L, 0L), (shown.Due.Minor, shown.Kept.Minor));
        Assert.Equal(
            [(start.AddMonths(1), 36890L), (start.AddMonths(2), 36890), (start.AddMonths(3), 36890)], shown.Upcoming.Select(one => (one.At, one.Total.Minor)));
        await ConfirmAsync(shop, new SubscriptionChange.Terms(premium, 1, AtPeriodEnd: false), shown);
        await shop.WorkAsync();

        Assert.Equal([(start, start.AddDays(10)), (start.AddDays(10), start.AddMonths(1))], Periods(shop).Select(p => (p.From, p.Until)));
        Assert.All(Periods(shop), period => Assert.NotNull(period.PaidAt));
        Assert.Equal((OfferTier.Premium, SubscriptionState.Active), (One(shop).Tier, One(shop).StateAt(shop.Now)));
        var same = shop.Read(db => db.Licenses.Single());
        Assert.Equal((license, OfferTier.Premium), (same.Id, same.Tier));
        Assert.Equal((0, 0), (shop.Net(AccountKey.Receivable), shop.Net(AccountKey.ClientCredit)));
        Assert.Equal([11900L, 24990 - 8061], shop.Read(db => db.Payments.OrderBy(p => p.At).Select(p => p.Minor).ToArray()));

        shop.Advance(TimeSpan.FromDays(21));
        await RenewAsync(shop);
        Assert.Equal((2, 36890L), (Last(shop).Number, shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last()).Total.Minor));
        Assert.NotNull(Last(shop).PaidAt);
        await EarnedAsync(shop, 6774);
    }

    [Fact]
    public async Task A_downgrade_keeps_the_difference_as_credit_and_the_next_invoice_uses_it_first()
    {
        using var shop = await Shop.OpenAsync(Premium);
        var basic = await shop.OfferAsync(Basic);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(15.5));
        var wish = new SubscriptionChange.Terms(basic, 1, AtPeriodEnd: false);

        var shown = await ShowAsync(shop, wish);

        // Half of the month: 155.00 back and 50.00 charged, with tax 184.45 and 59.50.
        Assert.Equal((18445L, 5950L, 0L, 12495L), (shown.Credit.Minor, shown.Charge.Minor, shown.Due.Minor, shown.Kept.Minor));
        await ConfirmAsync(shop, wish, shown);
        Assert.Equal([new ClientCredit(new(12495, "EUR"), IsTest: true)], await shop.Get<ClientBalances>().OwnAsync(shop.Member, shop.Globex.Id, Cancel));
        Assert.Empty(await shop.Get<ClientBalances>().OwnAsync(shop.Seller, shop.Globex.Id, Cancel));
        Assert.Equal((0, -12495), (shop.Net(AccountKey.Receivable), shop.Net(AccountKey.ClientCredit)));

        shop.Advance(TimeSpan.FromDays(16));
        await RenewAsync(shop);

        // 119.00 are paid by credit alone, and of the month after 113.05 by the card.
        Assert.Equal((11900L, true), (shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last().CreditUsedMinor), Last(shop).PaidAt is not null));
        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);
        Assert.Equal(595L, shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last().CreditUsedMinor));
        Assert.Equal([36890L, 11305], shop.Read(db => db.Payments.OrderBy(p => p.At).Select(p => p.Minor).ToArray()));
        Assert.Equal((0, 0), (shop.Net(AccountKey.Receivable), shop.Net(AccountKey.ClientCredit)));

        // What credit paid is paid: the publisher's share of it is released like any.
        shop.Advance(TimeSpan.FromDays(70));
        await shop.Get<RecognitionRun>().RunAsync(Cancel);
        await shop.Get<ShareRun>().RunAsync(Cancel);
        Assert.Equal(0, shop.Net(AccountKey.PayableHeld(shop.Acme.Id)));
    }

    [Fact]
    public async Task What_is_credited_of_an_invoice_that_credit_paid_goes_back_to_it()
    {
        using var shop = await Shop.OpenAsync(Premium);
        var basic = await shop.OfferAsync(Basic);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(15.5));
        await DoAsync(shop, new SubscriptionChange.Terms(basic, 1, AtPeriodEnd: false));
        shop.Advance(TimeSpan.FromDays(16));
        await RenewAsync(shop);
        var paid = shop.Read(db => db.Invoices.OrderBy(i => i.Id).Last());

        var shown = Assert.IsType<CreditOutcome.Shown>(
            await shop.Get<CreditNotes>().PreviewAsync(shop.Operator, new(paid.Id, [new(0, new(10000, "EUR"))], "It did not work.", false), Cancel));

        Assert.Equal((0L, 11900L), (shown.Effect.Refund.Minor, shown.Effect.Kept.Minor));
        Assert.IsType<CreditOutcome.Issued>(
            await shop.Get<CreditNotes>().IssueAsync(shop.Operator, new(paid.Id, [new(0, new(10000, "EUR"))], "It did not work.", false), Cancel));
        Assert.Equal((0, -12495), (shop.Net(AccountKey.Receivable), shop.Net(AccountKey.ClientCredit)));
    }

    [Fact]
    public async Task With_the_next_period_nothing_is_charged_before_and_it_can_be_taken_back()
    {
        using var shop = await Shop.OpenAsync(Premium);
        var (premium, basic) = (shop.Offer, await shop.OfferAsync(Basic));
        await BuyAsync(shop);
        var start = shop.Now;
        var shown = await DoAsync(shop, new SubscriptionChange.Terms(basic, 1, AtPeriodEnd: true));
        Assert.Equal((0, 0L, start.AddMonths(1)), (shown.Lines.Count, shown.Due.Minor, shown.Effective));
        Assert.Equal(11900, shown.Upcoming[0].Total.Minor);
        Assert.Equal(36890, (await DoAsync(shop, new SubscriptionChange.Terms(premium, 1, AtPeriodEnd: true))).Upcoming[0].Total.Minor);
        await DoAsync(shop, new SubscriptionChange.Terms(basic, 1, AtPeriodEnd: true));
        Assert.Equal(OfferTier.Premium, One(shop).Tier);

        shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(shop);

        Assert.Equal((OfferTier.Basic, OfferTier.Basic), (One(shop).Tier, shop.Read(db => db.Licenses.Single().Tier)));
        Assert.Equal([36890L, 11900], shop.Read(db => db.Payments.OrderBy(p => p.At).Select(p => p.Minor).ToArray()));
    }

    [Fact]
    public async Task Another_term_begins_at_once_with_a_whole_period()
    {
        using var shop = await Shop.OpenAsync(Basic);
        var yearly = await shop.OfferAsync(Yearly);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(15.5));
        var at = shop.Now;

        var shown = await DoAsync(shop, new SubscriptionChange.Terms(yearly, 1, AtPeriodEnd: false));

        Assert.Equal([-5000L, 300000], shown.Lines.Select(line => line.Net.Minor));
        Assert.Equal((at, at.AddYears(1)), (Last(shop).From, Last(shop).Until));
        Assert.Equal((at.AddYears(1), OfferModel.Yearly), (One(shop).RenewsAt, One(shop).Model));
        await shop.WorkAsync();
        Assert.Equal(at.AddYears(1).AddDays(1), shop.Read(db => db.Licenses.Single().ExpiresAt));
        Assert.Equal(0, shop.Net(AccountKey.Receivable));
    }

    [Fact]
    public async Task A_year_that_becomes_a_month_is_licensed_for_that_month_alone()
    {
        using var shop = await Shop.OpenAsync(Yearly);
        var basic = await shop.OfferAsync(Basic);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(73));

        var shown = await DoAsync(shop, new SubscriptionChange.Terms(basic, 1, AtPeriodEnd: false));

        Assert.Equal([-240000L, 10000], shown.Lines.Select(line => line.Net.Minor));
        Assert.Equal(shop.Now.AddMonths(1).AddDays(1), shop.Read(db => db.Licenses.Single().ExpiresAt));
    }

    [Fact]
    public async Task More_sites_are_charged_for_what_is_left_and_fewer_need_them_free()
    {
        using var shop = await Shop.OpenAsync(Basic);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(15.5));

        var shown = await DoAsync(shop, new SubscriptionChange.Terms(null, 3, AtPeriodEnd: false));

        Assert.Equal([-5000L, 15000], shown.Lines.Select(line => line.Net.Minor));
        Assert.Equal(3, shop.Read(db => db.Licenses.Single().Sites));
        var key = (await shop.Get<LicenseKeys>().ShowAsync(shop.Owner, shop.Read(db => db.Licenses.Single().Id), Cancel))!;
        foreach (var machine in (string[])["one", "two"])
        {
            await shop.Get<KeyActivations>().ActivateAsync(new(new(key, null, null), machine, machine), Cancel);
        }

        Assert.Equal(
            new ChangeOutcome.Invalid("Acme Shop is in use on 2 sites. Deactivate 1 of them first."),
            await shop.Get<SubscriptionRevisions>().PreviewAsync(shop.Owner, One(shop).Id, new SubscriptionChange.Terms(null, 1, AtPeriodEnd: false), Cancel));
        await DoAsync(shop, new SubscriptionChange.Terms(null, 2, AtPeriodEnd: false));
    }

    [Fact]
    public async Task Nothing_but_what_was_shown_is_done_and_by_nobody_else()
    {
        using var shop = await Shop.OpenAsync(Basic);
        var premium = await shop.OfferAsync(Premium);
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(10));
        var (revisions, id, wish) = (shop.Get<SubscriptionRevisions>(), One(shop).Id, new SubscriptionChange.Terms(premium, 1, AtPeriodEnd: false));
        var shown = await ShowAsync(shop, wish);
        Task<ChangeOutcome> Try(Actor actor, SubscriptionChange what, string hash) => revisions.ConfirmAsync(actor, id, what, shown.At, hash, Cancel);

        Assert.IsType<ChangeOutcome.NotFound>(await Try(shop.Member, wish, shown.Hash()));
        Assert.IsType<ChangeOutcome.NotFound>(await Try(shop.Seller, wish, shown.Hash()));
        var changed = new ChangeOutcome.Stale("The amounts have changed. Review them again.");
        Assert.Equal(changed, await Try(shop.Owner, wish with { Sites = 2 }, shown.Hash()));
        Assert.Equal(changed, await Try(shop.Owner, wish, "0"));
        shop.Advance(SubscriptionRevisions.Validity + TimeSpan.FromSeconds(1));
        Assert.Equal(new ChangeOutcome.Stale("This preview has expired. Review it again."), await Try(shop.Owner, wish, shown.Hash()));
        Assert.Equal((1, 1), (shop.Read(db => db.Invoices.Count()), Periods(shop).Length));

        var again = await ShowAsync(shop, wish);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => Task.Run(() => revisions.ConfirmAsync(shop.Owner, id, wish, again.At, again.Hash(), Cancel), Cancel)));
        Assert.Single(outcomes, outcome => outcome is ChangeOutcome.Done);
        Assert.Equal(3, shop.Read(db => db.Invoices.Count()));
    }

    [Fact]
    public async Task A_change_of_a_change_divides_what_is_left_and_by_days_where_that_is_set()
    {
        using var shop = await Shop.OpenAsync(Basic, ("Subscriptions:ProrateBy", "Day"));
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(10.6));
        await DoAsync(shop, new SubscriptionChange.Terms(null, 2, AtPeriodEnd: false));
        shop.Advance(TimeSpan.FromDays(10));
        var shown = await DoAsync(shop, new SubscriptionChange.Terms(null, 1, AtPeriodEnd: false));

        // The second change is on 22 March, 11 days before 2 April: of 135.48, what 21 days cost, and of 100.00 for 31.
        Assert.Equal([10000L, -6774, 13548, -7097, 3548], shop.Read(db => db.Invoices.OrderBy(i => i.Id).ToArray())
            .Select(i => i.Kind is InvoiceKind.CreditNote ? -i.NetMinor : i.NetMinor));
        Assert.Equal([-7097L, 3548], shown.Lines.Select(line => line.Net.Minor));
    }
}
