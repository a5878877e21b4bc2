using Marketplace.Billing.Credits;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Methods;
using Marketplace.Payments.Sandbox;
using Marketplace.Tests.Billing.Dunning;
using Marketplace.Tests.Billing.Transfers;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Joint.Joined;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Joint;

/// <summary>An invoice of several subscriptions that is not paid at once: all of them wait for one payment.</summary>
public sealed class JointFailureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_that_fails_is_one_case_with_one_sequence_of_mails_and_another_card_pays_all()
    {
        using var shop = await FailedAsync(3);
        Assert.All(All(shop), one => Assert.Equal(SubscriptionState.PastDue, one.StateAt(shop.Now)));
        Assert.Equal(35700, Failures.Case(shop).Minor);
        Assert.Single(Failures.Letters(shop));
        var banners = await shop.Get<DunningQueries>().BannersAsync(shop.Owner, Cancel);
        Assert.Equal(35700, Assert.Single(banners).Amount.Minor);
        Assert.All(All(shop), one => Assert.NotNull(shop.Get<DunningQueries>().EndOfAsync(shop.Owner, one.Id, Cancel).GetAwaiter().GetResult()));
        var row = Assert.Single((await shop.Get<DunningQueries>().ListAsync(shop.Operator, Marketplace.Data.ListQuery.First, Cancel)).Rows);
        Assert.EndsWith(" and 2 more", row.Name, StringComparison.Ordinal);
        var licensed = shop.Read(db => db.Licenses.Select(l => l.ExpiresAt).Distinct().ToList());
        Assert.True(Assert.Single(licensed) > shop.Now.AddDays(14));

        await Failures.WaitAsync(shop, 4);
        Assert.Equal(2, Failures.Letters(shop).Length);
        await AddAsync(shop, Failures.German, isDefault: true);
        await Failures.WorkAsync(shop);

        Assert.All(All(shop), one => Assert.Equal(SubscriptionState.Active, one.StateAt(shop.Now)));
        Assert.Equal((DunningState.Recovered, 35700L), (Failures.Case(shop).State, Failures.Case(shop).RecoveredMinor));
        Assert.All(On(shop, Joined.Last(shop)), period => Assert.Equal(period.Until.AddDays(1), period.Subscription.License.ExpiresAt));
        Assert.Equal(0, shop.Net(AccountKey.Receivable));
    }

    [Fact]
    public async Task A_method_that_is_chosen_for_any_of_them_pays_all_at_once()
    {
        using var shop = await FailedAsync(2);
        var good = shop.Read(db => db.SavedMethods.Single(m => m.Text.EndsWith("4242")).Id);
        var follower = On(shop, Joined.Last(shop))[1];

        Assert.IsType<SubscriptionOutcome.Done>(await shop.Get<SubscriptionChanges>().ChooseMethodAsync(shop.Owner, follower.SubscriptionId, good, Cancel));
        await RenewAsync(shop);

        Assert.All(On(shop, Joined.Last(shop)), period => Assert.NotNull(period.PaidAt));
        Assert.All(All(shop), one => Assert.Equal(good, one.MethodId));
    }

    [Fact]
    public async Task Pay_now_on_the_page_of_any_of_them_pays_all()
    {
        using var shop = await FailedAsync(2);
        var follower = On(shop, Joined.Last(shop))[1];

        var paying = Assert.IsType<PayOutcome.Underway>(await shop.Get<PeriodCharges>().PayAsync(shop.Member, follower.SubscriptionId, Cancel));
        await shop.Get<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", Shop.Good, Cancel);
        await shop.Get<PeriodCharges>().LookAsync(shop.Member, follower.SubscriptionId, Cancel);

        Assert.All(On(shop, Joined.Last(shop)), period => Assert.NotNull(period.PaidAt));
        Assert.Equal(0, shop.Net(AccountKey.Receivable));
    }

    [Fact]
    public async Task What_nobody_pays_ends_all_of_them()
    {
        using var shop = await FailedAsync(2);
        await Failures.WaitAsync(shop, 15);

        Assert.All(All(shop), one => Assert.Equal(SubscriptionState.Ended, one.StateAt(shop.Now)));
        Assert.Equal(DunningState.Lost, Failures.Case(shop).State);
        Assert.Equal(4, Failures.Letters(shop).Length);
    }

    [Fact]
    public async Task Written_off_by_hand_it_ends_all_and_credits_what_is_left_of_each()
    {
        using var shop = await FailedAsync(2);
        var changes = shop.Get<CaseChanges>();
        var id = Failures.Case(shop).PeriodId;
        Assert.IsType<DunningOutcome.Done>(await changes.PauseAsync(shop.Operator, id, DateOnly.FromDateTime(shop.Now).AddDays(3), Cancel));
        Assert.Single(shop.Read(db => db.Licenses.Select(l => l.ExpiresAt).Distinct().ToList()));

        Assert.IsType<DunningOutcome.Done>(await changes.WriteOffAsync(shop.Operator, id, "Insolvent.", Cancel));

        Assert.All(All(shop), one => Assert.Equal(SubscriptionState.Ended, one.StateAt(shop.Now)));
        Assert.Equal((0L, 2), (shop.Net(AccountKey.Receivable), shop.Read(db => db.Invoices.Single(i => i.CorrectsId != null)).Document.Lines.Count));
    }

    [Fact]
    public async Task Where_one_is_credited_while_it_is_open_the_rest_is_paid_and_only_that_lasts()
    {
        using var shop = await FailedAsync(2);
        var (invoice, periods) = (Joined.Last(shop), On(shop, Joined.Last(shop)));
        var until = shop.Read(db => db.Licenses.Single(l => l.Id == periods[0].Subscription.LicenseId).ExpiresAt);
        Assert.IsType<CreditOutcome.Issued>(
            await shop.Get<CreditNotes>().IssueAsync(shop.Operator, new(invoice.Id, [new(0, new(10000, "EUR"))], "A gift.", Revokes: false), Cancel));
        await AddAsync(shop, Failures.German, isDefault: true);
        await Failures.WorkAsync(shop);

        Assert.Equal((11900L, 0L), (shop.Read(db => db.InvoicePayments.Single(p => p.InvoiceId == invoice.Id).Minor), shop.Net(AccountKey.Receivable)));
        Assert.Equal((DunningState.Recovered, 11900L), (Failures.Case(shop).State, Failures.Case(shop).RecoveredMinor));
        var after = On(shop, invoice);
        Assert.Equal([until, after[1].Until.AddDays(1)], (IEnumerable<DateTime?>)after.Select(p => p.Subscription.License.ExpiresAt));
        Assert.All(All(shop), one => Assert.Equal(SubscriptionState.Active, one.StateAt(shop.Now)));
    }

    [Fact]
    public async Task Where_all_is_credited_nothing_is_charged_and_no_license_lasts_longer()
    {
        using var shop = await FailedAsync(2);
        var invoice = Joined.Last(shop);
        await shop.Get<CreditNotes>().IssueAsync(
            shop.Operator, new(invoice.Id, [new(0, new(10000, "EUR")), new(1, new(10000, "EUR"))], "A gift.", Revokes: false), Cancel);
        await Failures.WaitAsync(shop, 2);

        Assert.All(On(shop, invoice), period => Assert.NotNull(period.PaidAt));
        Assert.Equal((DunningState.Credited, 0), (Failures.Case(shop).State, shop.Read(db => db.InvoicePayments.Count(p => p.InvoiceId == invoice.Id))));
        Assert.All(All(shop), one => Assert.Equal(SubscriptionState.Active, one.StateAt(shop.Now)));
    }

    [Fact]
    public async Task By_transfer_it_is_matched_as_one_and_pays_all()
    {
        using var shop = await Shop.OpenAsync(Monthly, BankShop.On);
        await SwitchAsync(shop, isOn: true);
        for (var number = 0; number < 2; number++)
        {
            var (quote, hash) = await shop.QuoteAsync();
            var order = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(quote, hash, again: true)).OrderId;
            await shop.PayAsync(order, way: new(PaymentProviders.Bank));
            await shop.ImportAsync(shop.Paid(11900, shop.InvoiceOf(order).Reference, bankId: $"{number}"));
        }

        shop.Advance(TimeSpan.FromDays(31));
        Assert.Equal(2, await RenewAsync(shop));
        Assert.All(All(shop), one => Assert.Equal(SubscriptionState.Active, one.StateAt(shop.Now)));
        Assert.All(shop.Read(db => db.Licenses.ToList()), license => Assert.True(license.ExpiresAt >= shop.Now.Date.AddDays(22)));

        await shop.ImportAsync(shop.Paid(23800, Joined.Last(shop).Reference, bankId: "joint"));

        Assert.All(On(shop, Joined.Last(shop)), period => Assert.Equal(shop.Now, period.PaidAt));
        Assert.Equal(0, shop.Net(AccountKey.Receivable));
    }

    [Fact]
    public async Task The_link_of_a_mail_shows_and_pays_all_that_is_open()
    {
        using var shop = await FailedAsync(2);
        var token = Failures.Token(shop);

        Assert.Equal(23800, (await shop.Get<LinkedPayments>().ReadAsync(token, Cancel))!.Open!.Value.Minor);
        var paying = Assert.IsType<PayOutcome.Underway>(await shop.Get<LinkedPayments>().PayAsync(token, Cancel));
        await shop.Get<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", Shop.Good, Cancel);
        await shop.WorkAsync();

        Assert.All(On(shop, Joined.Last(shop)), period => Assert.NotNull(period.PaidAt));
    }

    private static async Task<Shop> FailedAsync(int count)
    {
        var shop = await OpenAsync(count);
        await AddAsync(shop, KeptThenDeclined, isDefault: true);
        shop.Advance(TimeSpan.FromDays(31));
        await Failures.WorkAsync(shop);
        return shop;
    }
}
