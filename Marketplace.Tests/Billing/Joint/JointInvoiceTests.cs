using System.Text.Json;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Catalog;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Licensing.Metering;
using Marketplace.Payments;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Tests.Billing.AccountStatements;
using Marketplace.Tests.Billing.Changes;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Joint.Joined;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Joint;

/// <summary>Subscriptions that renew on the same day, on one invoice.</summary>
public sealed class JointInvoiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_renews_on_the_same_day_is_billed_on_one_invoice_and_charged_once(int count)
    {
        using var shop = await OpenAsync(count, Monthly with { Prices = [new(10003, "EUR")] });
        Assert.Equal(count, await MonthAsync(shop));

        var invoice = Joined.Last(shop);
        var periods = On(shop, invoice);
        Assert.Equal((count + 1, count), (shop.Read(db => db.Invoices.Count()), invoice.Document.Lines.Count));
        // 19% of the sum, rounded once: of two 3801.14, of three 5701.71.
        Assert.Equal(count == 2 ? 3801 : 5702, invoice.TaxMinor);
        Assert.Equal(Enumerable.Range(0, count), periods.Select(p => p.InvoiceLine));
        Assert.Equal([null, .. Enumerable.Repeat((Guid?)periods[0].Id, count - 1)], periods.Select(p => p.LeadId));
        Assert.Equal(invoice.Total.Minor, periods.Sum(p => p.PartMinor));
        Assert.All(periods, period => Assert.Equal((shop.Now, period.Until.AddDays(1)), (period.PaidAt, period.Subscription.License.ExpiresAt)));
        Assert.Equal(count + 1, shop.Read(db => db.Payments.Count(p => p.State == PaymentState.Succeeded && p.Minor > 0)));
        Assert.Equal(invoice.Total.Minor, shop.Read(db => db.Payments.Single(p => p.Document == periods[0].Document).Minor));
        Assert.Equal(count, shop.Read(db => db.Set<SubscriptionEvent>().Count(e => e.Kind == SubscriptionEventKind.Paid)));
        Assert.Equal(0, shop.Net(AccountKey.Receivable));

        // Switched off, each has its own again.
        await SwitchAsync(shop, isOn: false);
        Assert.Equal(count, await MonthAsync(shop));
        Assert.Equal((2 * count) + 1, shop.Read(db => db.Invoices.Count()));
        Assert.Empty(await StatementBooks.FaultsAsync(shop, Cancel));
    }

    [Fact]
    public async Task Another_payment_method_or_currency_has_an_invoice_of_its_own()
    {
        using var shop = await OpenAsync(3);
        await AddAsync(shop, "5555555555554444", isDefault: false);
        var other = shop.Read(db => db.SavedMethods.Single(m => m.Text.EndsWith("4444")).Id);
        var one = All(shop)[1].Id;
        var dollars = await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(20000, "EUR"), new(22000, "USD")]));
        await SwitchAsync(shop, isOn: true, "USD");
        await BuyAnotherAsync(shop, dollars);
        await shop.Get<SubscriptionChanges>().ChooseMethodAsync(shop.Owner, one, other, Cancel);

        Assert.Equal(4, await MonthAsync(shop));

        Assert.Equal(
            [("EUR", 11900), ("EUR", 23800), ("USD", 26180)],
            shop.Read(db => db.Invoices.Where(i => i.OrderId == null).ToList()).Select(i => (i.Currency, (int)i.Total.Minor)).Order());
        Assert.Equal(0, shop.Net(AccountKey.Receivable));
    }

    [Fact]
    public async Task What_renews_earlier_waits_for_what_renews_later_on_its_day_and_its_license_lasts()
    {
        using var shop = await OpenAsync(1);
        shop.Advance(TimeSpan.FromHours(14));
        await BuyAnotherAsync(shop);
        shop.Advance(TimeSpan.FromHours(2));
        await BuyAnotherAsync(shop);
        shop.Advance(new DateTime(2026, 4, 2, 22, 0, 0, DateTimeKind.Utc) - shop.Now);
        Assert.Equal(0, await RenewAsync(shop));
        Assert.Equal(new DateTime(2026, 4, 4, 9, 0, 0, DateTimeKind.Utc), shop.Read(db => db.Licenses.OrderBy(l => l.Id).First().ExpiresAt));
        shop.Advance(TimeSpan.FromHours(1));

        Assert.Equal(2, await RenewAsync(shop));

        Assert.Equal(2, On(shop, Joined.Last(shop)).Length);
        // The third renews a day later.
        shop.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await RenewAsync(shop));
        Assert.Equal((true, null), (On(shop, Joined.Last(shop)).Length == 1, On(shop, Joined.Last(shop))[0].PartMinor));
    }

    [Fact]
    public async Task Of_several_workers_at_once_one_bills_all_of_them()
    {
        using var shop = await OpenAsync(3);
        shop.Advance(TimeSpan.FromDays(31));

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => shop.Get<RenewalRun>().RunAsync(Cancel), Cancel)));
        await RenewAsync(shop);

        Assert.Equal((4, 6), (shop.Read(db => db.Invoices.Count()), shop.Read(db => db.SubscriptionPeriods.Count())));
        Assert.Equal((3, 0L), (On(shop, Joined.Last(shop)).Length, shop.Net(AccountKey.Receivable)));
    }

    [Fact]
    public async Task What_is_parked_or_revoked_is_left_out_and_the_rest_is_billed()
    {
        var meter = new Meter(Documents, "documents", 0, 1, new(ScaleKind.Graduated, [new(1, [new(100, "EUR")])]));
        using var shop = await OpenAsync(2);
        var metered = await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(10000, "EUR")]) { Details = new() { Meters = [meter] } });
        await BuyAnotherAsync(shop, metered);
        await BuyAnotherAsync(shop, metered);
        await UseAsync(shop, 10_000);
        var revoked = All(shop).First(one => !one.IsMetered);
        Assert.IsType<LicenseOutcome.Done>(await shop.Get<Licenses>().RevokeAsync(shop.Seller, revoked.LicenseId, "It was misused.", Cancel));

        await MonthAsync(shop);

        // Either of the metered ones would bill the same use: what the first forgets is there for the second.
        var states = All(shop).Select(one => one.StateAt(shop.Now)).Order().ToList();
        Assert.Equal([SubscriptionState.Parked, SubscriptionState.Parked, SubscriptionState.Active, SubscriptionState.Ended], states);
        Assert.Equal(1, shop.Read(db => db.SubscriptionPeriods.Count(p => p.Number == 1)));
        Assert.All(shop.Read(db => db.UsageDays.ToList()), day => Assert.Equal(0, day.Billed));
    }

    [Fact]
    public async Task What_is_credited_of_a_line_is_that_of_its_subscription()
    {
        using var shop = await OpenAsync(3);
        await MonthAsync(shop);
        var invoice = Joined.Last(shop);
        var periods = On(shop, invoice);

        Assert.IsType<CreditOutcome.Issued>(
            await shop.Get<CreditNotes>().IssueAsync(shop.Operator, new(invoice.Id, [new(1, new(10000, "EUR"))], "It did not work.", Revokes: true), Cancel));
        await shop.WorkAsync();

        Assert.Equal(
            [false, true, false], periods.Select(p => shop.Read(db => db.Licenses.Single(l => l.Id == p.Subscription.LicenseId).RevokedAt) is not null));
        Assert.Equal(11900, shop.Read(db => db.Refunds.Single().Minor));
        await MonthAsync(shop);
        Assert.Equal(2, On(shop, Joined.Last(shop)).Length);
    }

    [Fact]
    public async Task A_change_in_the_middle_and_a_cancellation_give_back_of_their_own_line()
    {
        using var shop = await OpenAsync(3);
        await MonthAsync(shop);
        var (invoice, periods) = (Joined.Last(shop), On(shop, Joined.Last(shop)));
        shop.Advance(TimeSpan.FromDays(15));
        await Revising.DoAsync(shop, new SubscriptionChange.Terms(shop.Offer, 2, AtPeriodEnd: false), periods[1].SubscriptionId);
        await Revising.DoAsync(shop, new SubscriptionChange.CancelNow(""), periods[2].SubscriptionId);
        await shop.WorkAsync();

        var notes = shop.Read(db => db.Invoices.AsNoTracking().Where(i => i.CorrectsId == invoice.Id).OrderBy(i => i.Id).ToList());
        Assert.Equal([1, 2], notes.Select(note => note.Document.Lines.Single().Of!.Value));
        Assert.All(notes, note => Assert.InRange(note.NetMinor, 4500, 5200));
        Assert.Equal(SubscriptionState.Ended, All(shop).Single(one => one.Id == periods[2].SubscriptionId).StateAt(shop.Now));

        // The others go on together.
        shop.Advance(TimeSpan.FromDays(16));
        Assert.Equal(2, await RenewAsync(shop));
        Assert.Equal(2, On(shop, Joined.Last(shop)).Length);
        Assert.Equal(0, shop.Net(AccountKey.Receivable));
        Assert.Empty(await StatementBooks.FaultsAsync(shop, Cancel));
    }

    [Fact]
    public async Task The_webhook_is_told_once_of_the_invoice_and_of_each_subscription()
    {
        using var shop = await OpenAsync(2);
        Assert.IsType<SavePolicyOutcome.Saved>(
            await shop.Get<OrganizationHooks>().SaveAsync(shop.Owner, shop.Globex.Id, "https://example.com/hook", Cancel));
        await MonthAsync(shop);

        var told = shop.Read(db => db.WebhookPosts.Select(p => p.Body).ToList())
            .ConvertAll(body => JsonDocument.Parse(body).RootElement.GetProperty("type").GetString());
        Assert.Equal(
            ["invoice.issued", "invoice.paid", "subscription.paid", "subscription.paid", "subscription.renewed", "subscription.renewed"],
            told.Where(type => type!.StartsWith("invoice", StringComparison.Ordinal) || type.StartsWith("sub", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task A_lost_dispute_takes_all_that_was_paid_by_it()
    {
        using var shop = await OpenAsync(2);
        await AddAsync(shop, "4000000000000259", isDefault: true);
        await MonthAsync(shop);
        shop.Advance(SandboxDispute.Lasts);
        await shop.Get<Marketplace.Payments.Inbox.ProviderInbox>().FindMissingAsync(Cancel);
        await shop.WorkAsync();

        Assert.All(All(shop), one => Assert.Equal(SubscriptionState.Ended, one.StateAt(shop.Now)));
        Assert.All(shop.Read(db => db.Licenses.ToList()), license => Assert.NotNull(license.RevokedAt));
    }
}
