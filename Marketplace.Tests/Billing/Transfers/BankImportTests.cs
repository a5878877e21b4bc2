using System.Text;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Transfers;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing.Transfers;

/// <summary>What arrives is kept once, posted, and booked where it is certain.</summary>
public sealed class BankImportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transfer_with_the_right_reference_and_amount_pays_the_order_with_all_that_follows()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, invoice) = await shop.OrderAsync();

        var outcome = await shop.ImportAsync(shop.Paid(11900, invoice.Reference, bankId: "A-1"));

        Assert.Equal(new ImportOutcome.Imported(1, 0, 1), outcome);
        Assert.Equal((OrderState.Paid, PaymentState.Succeeded), (shop.OrderOf(order).State, shop.PaymentOf(order).State));
        Assert.Equal("transfer of Globex GmbH", shop.PaymentOf(order).Method);
        Assert.Equal(shop.Globex.Id, shop.Read(db => db.Licenses.Single().OrganizationId));
        Assert.Equal(
            (11900, 0, 0), (shop.Net(BankShop.Cash), shop.Net(AccountKey.UnallocatedReceipts), shop.Net(AccountKey.Receivable)));
        Assert.Equal(InvoiceState.Paid, (await shop.Get<InvoiceQueries>().ReadAsync(shop.Owner, invoice.Number, Cancel))!.Row.State);
        Assert.Equal((BankLineState.Booked, "Invoice M-2026-000001, by its reference"), (shop.Line().State, shop.Line().Decision));
        Assert.Null((await shop.Get<OrderQueries>().ReadAsync(shop.Owner, order, Cancel))!.Transfer);
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing_and_a_longer_one_adds_what_is_new()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (_, invoice) = await shop.OrderAsync();
        StatementLine[] lines = [shop.Paid(11900, invoice.Reference, bankId: "A-1"), shop.Paid(700, text: "alike"), shop.Paid(700, text: "alike")];
        Assert.Equal(new ImportOutcome.Imported(3, 0, 1), await shop.ImportAsync(lines));
        var journals = shop.Read(db => db.Journals.Count());

        Assert.Equal(new ImportOutcome.Imported(0, 3, 0), await shop.ImportAsync(lines));
        Assert.Equal((3, journals, 1), shop.Read(db => (db.BankLines.Count(), db.Journals.Count(), db.InvoicePayments.Count())));
        Assert.Equal(new ImportOutcome.Imported(1, 3, 0), await shop.ImportAsync([.. lines, shop.Paid(700, text: "alike")]));
        Assert.Equal(1400 + 700, -shop.Net(AccountKey.UnallocatedReceipts));
    }

    [Fact]
    public async Task Two_imports_of_the_same_file_at_once_are_one()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (_, invoice) = await shop.OrderAsync();
        StatementLine[] lines = [shop.Paid(11900, invoice.Reference, bankId: "A-1"), shop.Paid(700, bankId: "A-2"), shop.Paid(800, bankId: "A-3")];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => shop.ImportAsync(lines))));

        Assert.Equal((3, 1), (outcomes.Sum(o => o.Lines), outcomes.Sum(o => o.Booked)));
        Assert.Equal((3, 1), shop.Read(db => (db.BankLines.Count(), db.Licenses.Count())));
    }

    [Fact]
    public async Task A_file_with_an_error_or_of_another_account_changes_nothing()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);

        var invalid = Assert.IsType<ImportOutcome.Invalid>(await shop.TryImportAsync("Date;Amount EUR\n2026-03-02;5\n2026-03-02;x\n"));
        Assert.StartsWith("Line 3, column Amount EUR", invalid.Problem, StringComparison.Ordinal);
        var other = Assert.IsType<ImportOutcome.Invalid>(await shop.TryImportAsync(
            Payments.Bank.CamtFile.Of(shop.Paid(100) with { Account = "NL91ABNA0417164300" })));
        Assert.Contains("of account NL91ABNA0417164300", other.Problem, StringComparison.Ordinal);
        var csv = "Date;Amount EUR\n2026-03-02;5\n"u8.ToArray();
        Assert.IsType<ImportOutcome.NotAllowed>(await shop.Get<BankImports>().ImportAsync(shop.Owner, "x", csv, Cancel));
        Assert.Equal((0, 0), shop.Read(db => (db.BankLines.Count(), db.Journals.Count())));
    }

    [Fact]
    public async Task What_is_not_certain_waits_in_the_list_by_what_is_wrong_with_it()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (_, invoice) = await shop.OrderAsync();

        await shop.ImportAsync(
            shop.Paid(12000, invoice.Reference, bankId: "1"), shop.Paid(10000, invoice.Reference, bankId: "2"), shop.Paid(11900, bankId: "3"),
            shop.Paid(500, name: "Nobody", bankId: "4"), shop.Paid(-490, name: "Bank", bankId: "5"));

        Assert.Equal(
            [
                (BankLineState.Overpaid, 80), (BankLineState.Underpaid, 80), (BankLineState.Suggested, 40), (BankLineState.Unknown, 0),
                (BankLineState.Outgoing, 0),
            ],
            shop.Read(db => db.BankLines.OrderBy(l => l.Id).Select(l => ValueTuple.Create(l.State, l.Score)).ToList()));
        Assert.Equal((12000 + 10000 + 11900 + 500 - 490, 11900), (shop.Net(BankShop.Cash), shop.Net(AccountKey.Receivable)));
        var counts = await shop.Get<TransferQueries>().CountsAsync(shop.Operator, Cancel);
        Assert.Equal((1, 1), (counts[BankLineState.Overpaid], counts[BankLineState.Outgoing]));
        var page = await shop.Get<TransferQueries>().ListAsync(shop.Operator, [BankLineState.Overpaid, BankLineState.Unknown], ListQuery.First, Cancel);
        Assert.Equal(["M-2026-000001", null], page.Rows.OrderBy(row => row.Id).Select(row => row.Invoice));
    }

    [Fact]
    public async Task A_line_entered_by_hand_is_booked_as_well_and_not_taken_twice()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, invoice) = await shop.OrderAsync();
        var imports = shop.Get<BankImports>();
        var line = shop.Paid(11900, text: $"invoice {invoice.Number}") with { Account = "" };

        Assert.IsType<ImportOutcome.Invalid>(await imports.EnterAsync(shop.Operator, line with { Amount = new(0, "EUR") }, Cancel));
        Assert.IsType<ImportOutcome.Invalid>(await imports.EnterAsync(shop.Operator, line with { BookedOn = line.BookedOn.AddDays(9) }, Cancel));
        Assert.IsType<ImportOutcome.Invalid>(await imports.EnterAsync(shop.Operator, line with { Iban = "DE00" }, Cancel));
        Assert.Equal(new ImportOutcome.Imported(1, 0, 1), await imports.EnterAsync(shop.Operator, line, Cancel));
        var again = Assert.IsType<ImportOutcome.Invalid>(await imports.EnterAsync(shop.Operator, line, Cancel));
        Assert.Contains("there already", again.Problem, StringComparison.Ordinal);
        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
    }
}
