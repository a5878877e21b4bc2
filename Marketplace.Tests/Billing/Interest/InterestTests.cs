using Marketplace.Accounts;
using Marketplace.Billing.AccountStatements;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Interest;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Pricing;
using Marketplace.Tests.Billing.AccountStatements;
using Marketplace.Tests.Billing.Subscriptions;
using Marketplace.Tests.Billing.Transfers;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Interest.Late;

namespace Marketplace.Tests.Billing.Interest;

/// <summary>Invoices that are paid late, and what that costs.</summary>
public sealed class InterestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_paid_late_in_parts_costs_interest_of_what_was_open_each_day_and_that_costs_none()
    {
        using var shop = await OpenAsync();
        await shop.OrderAsync();
        GoTo(shop, 3, 27);
        await PayAsync(shop, 10000);
        GoTo(shop, 4, 16);
        await PayAsync(shop, 1900);

        // 11 days of 119.00 and 20 of 19.00.
        Assert.Equal(1, await RunAsync(shop));

        var document = Charged(shop).Single().Document;
        Assert.Equal((42L, 0L, Number, new DateOnly(2026, 4, 30)), (document.Net.Minor, document.Tax.Minor, document.InterestOn, document.Due));
        Assert.Equal((TaxTreatment.OutsideScope, InterestRun.NoTax, 0), (document.Treatment, Assert.Single(document.Notes), document.Taxes.Count));
        var line = Assert.Single(document.Lines);
        Assert.Equal(("9.12% a year of what was open, 31 days", new DateOnly(2026, 3, 17), new DateOnly(2026, 4, 17)), (line.Detail, line.From, line.To));
        Assert.Empty(EnRules.Broken(UblInvoice.Of(document)));
        Assert.Equal((-42L, 42L), (shop.Net(AccountKey.InterestEarned), shop.Net(AccountKey.Receivable)));
        Assert.Equal(-8500, shop.Net(AccountKey.PayableHeld(shop.Acme.Id)));
        Assert.Empty(shop.Read(db => db.InvoiceItems.Where(i => i.Invoice.InterestOnId != null).ToList()));

        GoTo(shop, 6, 30);
        Assert.Equal(0, await RunAsync(shop));
        await PayAsync(shop, 42, document.Number);
        Assert.Equal(0, await RunAsync(shop));
        Assert.Equal((0L, InvoiceState.Paid), (shop.Net(AccountKey.Receivable), await StateAsync(shop, document.Number)));
        var rows = (await shop.Get<InvoiceQueries>().OwnAsync(shop.Owner, ListQuery.First, Cancel)).Rows;
        Assert.Equal(Number, rows.Single(row => row.Number == document.Number).InterestOn);
        var statement = (await shop.Get<ClientStatements>().ReadAsync(shop.Owner, new(shop.Globex.Id), Cancel))!;
        Assert.Contains(statement.Lines, one => one.Number == document.Number && one.Text == $"Interest on {Number}" && one.Amount.Minor == 42);
        Assert.Empty(await StatementBooks.FaultsAsync(shop, Cancel));
        Assert.Equal([], (await shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    [Fact]
    public async Task What_stays_unpaid_is_charged_every_thirty_days_and_the_rest_once_it_is_paid()
    {
        using var shop = await OpenAsync();
        await shop.OrderAsync();
        GoTo(shop, 4, 15);
        Assert.Equal(0, await RunAsync(shop));
        GoTo(shop, 4, 16);
        // Of two jobs at once, and of one that runs again, one charges.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => RunAsync(shop), Cancel)));
        Assert.Equal(0, await RunAsync(shop));
        Assert.Equal([89L], Charged(shop).Select(one => one.NetMinor));
        GoTo(shop, 4, 20);
        var view = (await ViewAsync(shop, shop.Member))!;
        Assert.Equal((12L, 4, 912, (string?)null, false), (view.Accrued.Minor, view.Days, view.BasisPoints, view.Waived, view.CanWaive));
        Assert.Equal((new DateOnly(2026, 3, 17), new DateOnly(2026, 4, 16)), view.Charged.Select(one => (one.From, one.Until)).Single());
        Assert.Null(await ViewAsync(shop, shop.Seller));

        GoTo(shop, 4, 26);
        await PayAsync(shop, 11900);
        Assert.Equal(1, await RunAsync(shop));

        Assert.Equal([89L, 33L], Charged(shop).Select(one => one.NetMinor));
        Assert.Equal((0, -122L), (await RunAsync(shop), shop.Net(AccountKey.InterestEarned)));
        Assert.Equal(0L, (await ViewAsync(shop, shop.Operator))!.Accrued.Minor);
    }

    [Fact]
    public async Task A_credit_note_in_between_lowers_it_and_what_is_credited_whole_costs_none()
    {
        using var shop = await OpenAsync();
        await shop.OrderAsync();
        var (_, other) = await shop.OrderAsync("Acme.Other");
        GoTo(shop, 3, 27);
        Assert.IsType<CreditOutcome.Issued>(await CreditAsync(shop, 5000));
        GoTo(shop, 4, 6);
        await PayAsync(shop, 5950);
        Assert.IsType<CreditOutcome.Issued>(await CreditAsync(shop, 5000, other.Number));

        Assert.Equal(1, await RunAsync(shop));

        // 11 days of 119.00 and 10 of 59.50.
        Assert.Equal(48, Charged(shop).Single().NetMinor);
        Assert.Equal(2, shop.Read(db => db.InvoiceInterest.Count(i => i.IsLast)));
        Assert.Null(await ViewAsync(shop, shop.Owner, other.Number));
    }

    [Fact]
    public async Task The_day_of_the_bank_counts_and_not_that_of_its_import()
    {
        using var shop = await OpenAsync();
        var (_, invoice) = await shop.OrderAsync();
        GoTo(shop, 4, 10);
        var day = new DateOnly(2026, 3, 20);
        await shop.ImportAsync(shop.Paid(11900, invoice.Reference) with { BookedOn = day, ValueOn = day });

        Assert.Equal(1, await RunAsync(shop));

        Assert.Equal(12, Charged(shop).Single().NetMinor);
    }

    [Fact]
    public async Task Less_than_the_minimum_waits_until_it_is_more_and_is_dropped_where_it_is_not()
    {
        using var shop = await OpenAsync(("Interest:Minimum", "9999"), ("Interest:Minimums:EUR", "100"));
        await shop.OrderAsync();
        var (_, other) = await shop.OrderAsync("Acme.Other");
        GoTo(shop, 4, 16);
        Assert.Equal(0, await RunAsync(shop));
        await PayAsync(shop, 5950, other.Number);
        Assert.Equal(0, await RunAsync(shop));
        GoTo(shop, 4, 26);
        await PayAsync(shop, 11900);

        Assert.Equal(1, await RunAsync(shop));

        // 41 days of 119.00; 31 of 59.50 are 0.46.
        Assert.Equal(122, Charged(shop).Single().NetMinor);
        Assert.Equal(2, shop.Read(db => db.InvoiceInterest.Count(i => i.IsLast)));
    }

    [Fact]
    public async Task What_is_written_off_costs_interest_until_then()
    {
        using var shop = await Shop.OpenAsync(
            new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]), BankShop.On, ("Interest:BasisPoints", "912"), ("Interest:Since", "2026-01-01"),
            ("Interest:Minimum", "1"));
        var (_, first) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(11900, first.Reference));
        GoTo(shop, 4, 2);
        Assert.Equal(1, await Renewals.RenewAsync(shop));
        GoTo(shop, 4, 24);
        await Renewals.RenewAsync(shop);
        var period = Renewals.Last(shop).Id;
        Assert.IsType<DunningOutcome.Done>(await shop.Get<CaseChanges>().WriteOffAsync(shop.Operator, period, "Insolvent.", Cancel));

        Assert.Equal(1, await RunAsync(shop));

        // Due on 16 April: 8 days of 119.00.
        Assert.Equal((24L, 24L), (Charged(shop).Single().NetMinor, shop.Net(AccountKey.Receivable)));
        Assert.Equal(2, shop.Read(db => db.InvoiceInterest.Count(i => i.IsLast)));
    }

    [Fact]
    public async Task An_operator_waives_it_with_a_reason_and_nothing_follows()
    {
        using var shop = await OpenAsync();
        await shop.OrderAsync();
        GoTo(shop, 4, 6);
        var waivers = shop.Get<InterestWaivers>();
        Assert.Contains("may not", await waivers.WaiveAsync(shop.Owner, Number, "Please.", Cancel), StringComparison.Ordinal);
        Assert.Contains("Say why", await waivers.WaiveAsync(shop.Operator, Number, " ", Cancel), StringComparison.Ordinal);
        Assert.True((await ViewAsync(shop, shop.Operator))!.CanWaive);

        Assert.Null(await waivers.WaiveAsync(shop.Operator, Number, "Our invoice came late.", Cancel));

        Assert.Equal("Nothing more is charged of it.", await waivers.WaiveAsync(shop.Operator, Number, "Once more.", Cancel));
        GoTo(shop, 5, 20);
        await PayAsync(shop, 11900);
        Assert.Equal(0, await RunAsync(shop));
        var view = (await ViewAsync(shop, shop.Owner))!;
        Assert.Equal(("Our invoice came late.", 0L, false), (view.Waived, view.Accrued.Minor, view.CanWaive));
        Assert.Equal("€0.59 so far: Our invoice came late.", shop.Read(db => db.AuditEntries.Single(a => a.Action == "interest.waive").Details));
    }

    [Fact]
    public async Task Interest_that_was_charged_is_credited_like_any_invoice()
    {
        using var shop = await OpenAsync();
        await shop.OrderAsync();
        GoTo(shop, 4, 16);
        await RunAsync(shop);
        var charged = Charged(shop).Single();

        Assert.IsType<CreditOutcome.Issued>(await CreditAsync(shop, 89, charged.Number));

        Assert.Equal((0L, 11900L), (shop.Net(AccountKey.InterestEarned), shop.Net(AccountKey.Receivable)));
        Assert.Equal(InvoiceState.Credited, await StateAsync(shop, charged.Number));
    }

    [Fact]
    public async Task What_was_charged_by_a_process_that_died_before_it_awaited_the_transfer_is_awaited_by_the_next()
    {
        using var shop = await OpenAsync();
        await shop.OrderAsync();
        GoTo(shop, 4, 16);
        await RunAsync(shop);
        var document = $"interest/{Charged(shop).Single().Number}";
        var payment = shop.Read(db => db.Payments.Single(p => p.Document == document).Id);
        shop.Read(db => (
            db.Set<ExpectedTransfer>().Where(t => t.PaymentId == payment).ExecuteDelete(),
            db.ProviderRequests.Where(r => r.Subject == payment).ExecuteDelete(), db.Payments.Where(p => p.Id == payment).ExecuteDelete()));

        Assert.Equal(0, await RunAsync(shop));

        Assert.Equal(PaymentProviders.Bank, shop.Read(db => db.Payments.Single(p => p.Document == document).Provider));
    }

    [Fact]
    public async Task Without_a_rate_or_in_the_sandbox_or_due_before_its_day_nothing_is_charged()
    {
        using (var off = await OpenAsync(("Interest:BasisPoints", "0")))
        {
            await off.OrderAsync();
            GoTo(off, 5, 1);
            Assert.Equal((0, null), (await RunAsync(off), await ViewAsync(off, off.Operator)));
            Assert.NotNull(await off.Get<InterestWaivers>().WaiveAsync(off.Operator, Number, "No.", Cancel));
        }

        using var shop = await OpenAsync(("Interest:Since", "2026-03-17"));
        await shop.OrderAsync();
        GoTo(shop, 5, 1);
        Assert.Equal(0, await RunAsync(shop));
        Assert.Empty(shop.Read(db => db.InvoiceInterest.ToList()));
    }

    private static async Task<InvoiceState> StateAsync(Shop shop, string number) =>
        (await shop.Get<InvoiceQueries>().ReadAsync(shop.Operator, number, Cancel))!.Row.State;
}
