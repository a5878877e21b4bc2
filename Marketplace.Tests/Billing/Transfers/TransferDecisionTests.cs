using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Transfers;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing.Transfers;

/// <summary>Operators decide on what is not certain.</summary>
public sealed class TransferDecisionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_transfer_pays_two_invoices_and_the_rest_is_kept_and_used_later()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (first, one) = await shop.OrderAsync();
        var (second, two) = await shop.OrderAsync("Acme.Other");
        await shop.ImportAsync(shop.Paid(20000, text: $"{one.Number} {two.Number}"));
        var view = (await shop.Get<TransferQueries>().ReadAsync(shop.Operator, shop.Line().Id, null, Cancel))!;
        Assert.Equal([one.Number, two.Number], view.Named.Select(n => n.Invoice.Number).Order());

        var parts = view.Named.Select(n => new AssignedPart(n.Invoice.Id, n.Invoice.Open)).ToList();
        Assert.IsType<DecisionOutcome.Done>(await shop.DecideAsync(shop.Line(), new(parts, RestUse.Balance)));

        Assert.Equal((OrderState.Paid, OrderState.Paid), (shop.OrderOf(first).State, shop.OrderOf(second).State));
        Assert.Equal((BankLineState.Balance, 2150L, shop.Globex.Id), (shop.Line().State, shop.Line().Rest.Minor, shop.Line().OrganizationId));
        Assert.Equal((-2150, 0), (shop.Net(AccountKey.UnallocatedReceipts), shop.Net(AccountKey.Receivable)));

        // What is kept pays a part of another invoice.
        var (third, _) = await shop.OrderAsync("Acme.Third");
        Assert.IsType<DecisionOutcome.Done>(await shop.DecideAsync(shop.Line(), new([new(shop.InvoiceOf(third).Id, new(2150, "EUR"))], RestUse.Balance)));
        Assert.Equal((BankLineState.Booked, 0L), (shop.Line().State, shop.Net(AccountKey.UnallocatedReceipts)));
        var awaited = (await shop.Get<OrderQueries>().ReadAsync(shop.Owner, third, Cancel))!.Transfer!;
        Assert.Equal(5950 - 2150, awaited.Open.Minor);
    }

    [Fact]
    public async Task What_is_paid_in_parts_is_paid_with_the_last_and_cannot_be_canceled_between()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, invoice) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(10000, invoice.Reference, bankId: "1"));
        Assert.IsType<DecisionOutcome.Done>(await shop.DecideAsync(shop.Line(), new([new(shop.InvoiceOf(order).Id, new(10000, "EUR"))], RestUse.Balance)));
        Assert.Equal((OrderState.AwaitingPayment, 1900L), (shop.OrderOf(order).State, shop.Net(AccountKey.Receivable)));
        Assert.IsType<OrderOutcome.Invalid>(await shop.Get<OrderPayments>().CancelAsync(shop.Owner, order, Cancel));

        Assert.Equal(new ImportOutcome.Imported(1, 0, 1), await shop.ImportAsync(shop.Paid(1900, invoice.Reference, bankId: "2")));

        Assert.Equal((OrderState.Paid, 2, 0L), (shop.OrderOf(order).State, shop.Read(db => db.InvoicePayments.Count()), shop.Net(AccountKey.Receivable)));
    }

    [Fact]
    public async Task A_part_is_taken_back_and_then_the_order_may_end()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, invoice) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(10000, invoice.Reference));
        Assert.IsType<DecisionOutcome.Done>(await shop.DecideAsync(shop.Line(), new([new(shop.InvoiceOf(order).Id, new(10000, "EUR"))], RestUse.Balance)));
        shop.Advance(TimeSpan.FromDays(30));
        await shop.WorkAsync();
        Assert.Equal(OrderState.AwaitingPayment, shop.OrderOf(order).State);
        var (decisions, queries) = (shop.Get<TransferDecisions>(), shop.Get<TransferQueries>());
        Assert.True((await queries.ReadAsync(shop.Operator, shop.Line().Id, null, Cancel))!.Row.CanRelease);

        Assert.IsType<DecisionOutcome.Done>(await decisions.ReleaseAsync(shop.Operator, shop.Line().Id, shop.Line().Version, Cancel));

        Assert.Equal((BankLineState.Underpaid, 10000L, 11900L), (shop.Line().State, shop.Line().Rest.Minor, shop.Net(AccountKey.Receivable)));
        Assert.False((await queries.ReadAsync(shop.Operator, shop.Line().Id, null, Cancel))!.Row.CanRelease);
        await shop.WorkAsync();
        Assert.Equal((OrderEnd.Expired, 0L), (shop.OrderOf(order).End, shop.Net(AccountKey.Receivable)));
        Assert.IsType<DecisionOutcome.Done>(await shop.DecideAsync(shop.Line(), new([], RestUse.SendBack, Reason: "The order has ended")));
        var again = await decisions.ReleaseAsync(shop.Operator, shop.Line().Id, shop.Line().Version, Cancel);
        Assert.Contains("paid in full", Invalid(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rest_is_sent_back_and_the_line_of_the_statement_settles_it()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, invoice) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(12000, invoice.Reference, bankId: "1"));
        var part = new AssignedPart(shop.InvoiceOf(order).Id, invoice.Total);
        Assert.Contains("Say why", Invalid(await shop.DecideAsync(shop.Line(), new([part], RestUse.SendBack))), StringComparison.Ordinal);
        Assert.Equal(OrderState.AwaitingPayment, shop.OrderOf(order).State);
        Assert.IsType<DecisionOutcome.Done>(await shop.DecideAsync(shop.Line(), new([part], RestUse.SendBack, Reason: "You paid €1.00 too much")));

        var outgoing = shop.Get<OutgoingTransfers>();
        var waiting = Assert.Single(await outgoing.WaitingAsync(shop.Operator, Cancel));
        Assert.Equal((100L, "Globex GmbH", "NL91ABNA0417164300"), (waiting.Minor, waiting.Name, waiting.Iban));
        Assert.Equal(new ImportOutcome.Imported(1, 0, 1), await shop.ImportAsync(shop.Paid(-100, waiting.Reference, bankId: "2")));

        Assert.Empty(await outgoing.WaitingAsync(shop.Operator, Cancel));
        Assert.Equal((11900, 0), (shop.Net(BankShop.Cash), shop.Net(AccountKey.UnallocatedReceipts)));
    }

    [Fact]
    public async Task A_refund_is_sent_by_a_person_and_what_was_entered_by_hand_is_known_on_the_statement()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, invoice) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(11900, invoice.Reference, bankId: "1"));
        var wanted = new CreditWish(shop.InvoiceOf(order).Id, [new(0, new(10000, "EUR"))], "It did not work.", Revokes: true);
        Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, wanted, Cancel));
        await shop.WorkAsync();
        var (outgoing, imports) = (shop.Get<OutgoingTransfers>(), shop.Get<BankImports>());
        var waiting = Assert.Single(await outgoing.WaitingAsync(shop.Operator, Cancel));
        Assert.Equal(RefundState.Pending, shop.Read(db => db.Refunds.Single().State));

        Assert.Equal(new ImportOutcome.Imported(1, 0, 1), await imports.SentAsync(shop.Operator, waiting.Id, Cancel));
        Assert.Equal(new ImportOutcome.Imported(0, 0, 0, 1), await shop.ImportAsync(shop.Paid(-11900, waiting.Reference, bankId: "2")));

        Assert.Equal(RefundState.Succeeded, shop.Read(db => db.Refunds.Single().State));
        Assert.Equal(
            (0, 0, 0), (shop.Net(BankShop.Cash), shop.Net(AccountKey.UnallocatedReceipts), shop.Net(AccountKey.Receivable)));
        Assert.NotNull(shop.Read(db => db.Licenses.Single().RevokedAt));
    }

    [Fact]
    public async Task What_is_paid_for_what_is_no_longer_sold_is_credited_and_sent_back()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, invoice) = await shop.OrderAsync();
        await using (var db = shop.Portal.Database.CreateDbContext())
        {
            db.Releases.Single().Suspend(new Suspension("It calls home.", shop.Operator.UserId, shop.Now));
            await db.SaveChangesAsync(Cancel);
        }

        await shop.ImportAsync(shop.Paid(11900, invoice.Reference));
        await shop.WorkAsync();

        Assert.Equal((OrderEnd.Unavailable, 1), (shop.OrderOf(order).End, (await shop.Get<OutgoingTransfers>().WaitingAsync(shop.Operator, Cancel)).Count));
        Assert.Equal((-11900, 2), (shop.Net(AccountKey.Receivable), shop.Read(db => db.Invoices.Count())));
    }

    [Fact]
    public async Task Of_two_operators_at_once_one_wins_and_the_other_is_told_so()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, invoice) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(12000, invoice.Reference));
        var (line, id) = (shop.Line(), shop.InvoiceOf(order).Id);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
            shop.DecideAsync(line, new([new(id, new(11900, "EUR"))], RestUse.Balance)))));

        Assert.Single(outcomes.OfType<DecisionOutcome.Done>());
        Assert.Equal(5, outcomes.OfType<DecisionOutcome.Changed>().Count());
        Assert.Equal((1, 1), shop.Read(db => (db.InvoicePayments.Count(), db.Licenses.Count())));
        Assert.Equal(-100, shop.Net(AccountKey.UnallocatedReceipts));
    }

    [Fact]
    public async Task Two_transfers_for_one_invoice_never_pay_more_than_is_open()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, _) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(11900, bankId: "1"), shop.Paid(11900, bankId: "2"));
        var id = shop.InvoiceOf(order).Id;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(at => Task.Run(() =>
            shop.DecideAsync(shop.Line(at), new([new(id, new(11900, "EUR"))], RestUse.Balance)))));

        Assert.Single(outcomes.OfType<DecisionOutcome.Done>());
        Assert.Equal((11900L, 0L), (shop.Read(db => db.InvoicePayments.Sum(p => p.Minor)), shop.Net(AccountKey.Receivable)));
        // The other one is no longer suggested for it.
        Assert.Contains(shop.Read(db => db.BankLines.Select(l => l.State).ToList()), state => state is BankLineState.Unknown);
    }

    [Fact]
    public async Task Ignored_lines_leave_the_books_and_fees_are_posted()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        await shop.ImportAsync(
            shop.Paid(500, name: "Nobody", bankId: "1"), shop.Paid(-490, name: "Bank", bankId: "2"), shop.Paid(-700, name: "Rent", bankId: "3"));
        var decisions = shop.Get<TransferDecisions>();

        Assert.IsType<DecisionOutcome.Invalid>(await decisions.IgnoreAsync(shop.Operator, shop.Line().Id, shop.Line().Version, " ", Cancel));
        Assert.IsType<DecisionOutcome.Invalid>(await decisions.FeeAsync(shop.Operator, shop.Line().Id, shop.Line().Version, Cancel));
        Assert.IsType<DecisionOutcome.NotFound>(await decisions.IgnoreAsync(shop.Owner, shop.Line().Id, shop.Line().Version, "No", Cancel));
        Assert.IsType<DecisionOutcome.Done>(await decisions.IgnoreAsync(shop.Operator, shop.Line().Id, shop.Line().Version, "A private transfer", Cancel));
        Assert.IsType<DecisionOutcome.Done>(await decisions.FeeAsync(shop.Operator, shop.Line(1).Id, shop.Line(1).Version, Cancel));
        Assert.IsType<DecisionOutcome.Done>(await decisions.IgnoreAsync(shop.Operator, shop.Line(2).Id, shop.Line(2).Version, "Rent of the office", Cancel));

        Assert.Equal(
            (-490, 0, 490), (shop.Net(BankShop.Cash), shop.Net(AccountKey.UnallocatedReceipts), shop.Net(AccountKey.ProviderFees("bank"))));
        Assert.Empty((await shop.Get<LedgerVerify>().RunAsync(Cancel)).Problems);
    }

    [Fact]
    public async Task What_cannot_be_assigned_says_why_and_changes_nothing()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, _) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(500, name: "Nobody", bankId: "1"), shop.Paid(500, name: "Nobody", bankId: "2", currency: "CHF"));
        var id = shop.InvoiceOf(order).Id;

        await RefusedAsync("has €5.00 left", shop.Line(), new AssignedPart(id, new(600, "EUR")));
        await RefusedAsync("not to be paid by transfer", shop.Line(), new AssignedPart(99, new(500, "EUR")));
        await RefusedAsync("Choose the client", shop.Line());
        await RefusedAsync("one amount", shop.Line(), new AssignedPart(id, new(1, "EUR")), new(id, new(1, "EUR")));
        await RefusedAsync("is in EUR, the payment in CHF", shop.Line(1), new AssignedPart(id, new(500, "CHF")));
        Assert.Equal((0, 11900L), (shop.Read(db => db.InvoicePayments.Count()), shop.Net(AccountKey.Receivable)));
        var found = await shop.Get<TransferQueries>().ReadAsync(shop.Operator, shop.Line().Id, "M-2026", Cancel);
        Assert.Equal(id, Assert.Single(found!.Invoices).Invoice.Id);
        Assert.Equal([(shop.Globex.Id, shop.Globex.Name)], await shop.Get<TransferQueries>().ClientsAsync(shop.Operator, shop.Globex.Name[..3], Cancel));

        async Task RefusedAsync(string problem, BankLine line, params AssignedPart[] parts) => Assert.Contains(
            problem, Invalid(await shop.DecideAsync(line, new(parts, RestUse.Balance))), StringComparison.Ordinal);
    }

    private static string Invalid(DecisionOutcome outcome) => Assert.IsType<DecisionOutcome.Invalid>(outcome).Problem;
}
