using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Transfers;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Payments.Sandbox;
using Marketplace.Tests.Support;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing.Transfers;

/// <summary>Nothing is booked twice, and nothing goes back that did not arrive.</summary>
public sealed class TransferGuardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_is_not_assigned_once_the_client_pays_another_way()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, invoice) = await shop.OrderAsync();
        shop.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<PayOutcome.Underway>(await shop.PayAsync(order, way: new(PaymentProviders.Sandbox)));
        await shop.ImportAsync(shop.Paid(11500, invoice.Reference));

        var outcome = await shop.DecideAsync(shop.Line(), new([new(shop.InvoiceOf(order).Id, new(11500, "EUR"))], RestUse.Balance));

        Assert.Equal(
            "The client chose another way to pay. Keep it as a client balance.", Assert.IsType<DecisionOutcome.Invalid>(outcome).Problem);
        await shop.Get<SandboxTill>().PayAsync(shop.PaymentOf(order).ProviderId!, Shop.Good, Cancel);
        await shop.WorkAsync();
        Assert.Equal((OrderState.Paid, 11900L), (shop.OrderOf(order).State, shop.Read(db => db.InvoicePayments.Sum(p => p.Minor))));
        Assert.Equal((0, -11500), (shop.Net(AccountKey.Receivable), shop.Net(AccountKey.UnallocatedReceipts)));
        Assert.IsType<DecisionOutcome.Done>(await shop.DecideAsync(shop.Line(), new([], RestUse.Balance, shop.Globex.Id)));
    }

    [Fact]
    public async Task What_can_no_longer_be_sold_gives_back_what_arrived_and_not_what_was_asked_for()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, invoice) = await shop.OrderAsync();
        var wanted = new CreditWish(shop.InvoiceOf(order).Id, [new(0, new(336, "EUR"))], "As agreed", Revokes: false);
        Assert.IsType<CreditOutcome.Issued>(await shop.Get<CreditNotes>().IssueAsync(shop.Operator, wanted, Cancel));
        await using (var db = shop.Portal.Database.CreateDbContext())
        {
            db.Releases.Single().Suspend(new Suspension("It calls home.", shop.Operator.UserId, shop.Now));
            await db.SaveChangesAsync(Cancel);
        }

        Assert.Equal(new ImportOutcome.Imported(1, 0, 1), await shop.ImportAsync(shop.Paid(11500, invoice.Reference)));
        await shop.WorkAsync();

        Assert.Equal(OrderEnd.Unavailable, shop.OrderOf(order).End);
        Assert.Equal(11500, Assert.Single(await shop.Get<OutgoingTransfers>().WaitingAsync(shop.Operator, Cancel)).Minor);
        Assert.Equal((11500L, -11500L), (shop.PaymentOf(order).RefundedMinor, shop.Net(AccountKey.Receivable)));
        Assert.Contains(
            shop.Read(db => db.Set<Marketplace.Notifications.Notification>().Select(n => n.Text).ToList()),
            text => text.StartsWith("Your payment of €115.00 is refunded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_payment_entered_by_hand_is_found_once_on_the_statement()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (_, invoice) = await shop.OrderAsync();
        var typed = shop.Paid(11900, text: invoice.Number) with { Account = "", Iban = null };
        await shop.Get<BankImports>().EnterAsync(shop.Operator, typed, Cancel);
        shop.Advance(TimeSpan.FromDays(2));
        var said = shop.Paid(11900, invoice.Reference, bankId: "A-1");

        var outcome = await shop.ImportAsync(said, shop.Paid(11900, name: "Initech", bankId: "A-2"));

        Assert.Equal((1, 0, 1), (outcome.Lines, outcome.Known, outcome.Entered));
        Assert.Equal(2 * 11900, shop.Net(BankShop.Cash));
        // The same file again, and then one more of the same payer: that one is new.
        Assert.Equal(new ImportOutcome.Imported(0, 1, 0), await shop.ImportAsync(said));
        Assert.Equal(1, (await shop.ImportAsync(said, said with { BankId = "A-3" })).Lines);
        Assert.Equal(3 * 11900, shop.Net(BankShop.Cash));
    }

    [Fact]
    public async Task What_is_entered_by_hand_is_another_payment_where_day_or_payer_differ()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        await shop.Get<BankImports>().EnterAsync(shop.Operator, shop.Paid(700) with { Account = "", Iban = null }, Cancel);
        await shop.ImportAsync(shop.Paid(700, name: "Initech", bankId: "1"), shop.Paid(701, bankId: "2"), shop.Paid(700, bankId: "3", currency: "CHF"));
        shop.Advance(TimeSpan.FromDays(4));
        await shop.ImportAsync(shop.Paid(700, bankId: "4"));

        Assert.Equal(5, shop.Read(db => db.BankLines.Count()));
    }

    [Fact]
    public async Task A_transfer_is_confirmed_once_and_not_when_a_statement_said_it()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        await shop.ImportAsync(shop.Paid(500, name: "Nobody", bankId: "1"), shop.Paid(600, name: "Nobody", bankId: "2"));
        foreach (var at in (int[])[0, 1])
        {
            Assert.IsType<DecisionOutcome.Done>(await shop.DecideAsync(shop.Line(at), new([], RestUse.SendBack, Reason: "Not ours")));
        }

        var waiting = await shop.Get<OutgoingTransfers>().WaitingAsync(shop.Operator, Cancel);
        var (five, six) = (waiting.Single(t => t.Minor == 500), waiting.Single(t => t.Minor == 600));
        var imports = shop.Get<BankImports>();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => imports.SentAsync(shop.Operator, five.Id, Cancel))));
        Assert.Single(outcomes.OfType<ImportOutcome.Imported>());
        shop.Advance(TimeSpan.FromDays(1));
        Refused(await imports.SentAsync(shop.Operator, five.Id, Cancel));
        await shop.ImportAsync(shop.Paid(-600, six.Reference, bankId: "3"));
        Refused(await imports.SentAsync(shop.Operator, six.Id, Cancel));
        // The statement says it a week later.
        shop.Advance(TimeSpan.FromDays(7));
        Assert.Equal(new ImportOutcome.Imported(0, 0, 0, 1), await shop.ImportAsync(shop.Paid(-500, five.Reference, bankId: "4")));

        Assert.Equal((0, 0), (shop.Net(BankShop.Cash), shop.Net(AccountKey.UnallocatedReceipts)));

        static void Refused(ImportOutcome outcome) => Assert.StartsWith(
            "This transfer was already confirmed", Assert.IsType<ImportOutcome.Invalid>(outcome).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invoice_of_which_a_part_arrived_is_credited_once_that_is_taken_back()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (order, invoice) = await shop.OrderAsync();
        await shop.ImportAsync(shop.Paid(10000, invoice.Reference));
        var id = shop.InvoiceOf(order).Id;
        Assert.IsType<DecisionOutcome.Done>(await shop.DecideAsync(shop.Line(), new([new(id, new(10000, "EUR"))], RestUse.Balance)));
        var (wanted, notes) = (new CreditWish(id, [new(0, new(3000, "EUR"))], "As agreed", Revokes: false), shop.Get<CreditNotes>());

        var outcomes = new[] { await notes.PreviewAsync(shop.Operator, wanted, Cancel), await notes.IssueAsync(shop.Operator, wanted, Cancel) };
        Assert.All(outcomes, outcome => Assert.Equal(
            "A part of this invoice was paid by transfer. Unassign it under Bank import first.", Assert.IsType<CreditOutcome.Invalid>(outcome).Problem));
        Assert.IsType<DecisionOutcome.Done>(
            await shop.Get<TransferDecisions>().ReleaseAsync(shop.Operator, shop.Line().Id, shop.Line().Version, Cancel));
        Assert.IsType<CreditOutcome.Issued>(await notes.IssueAsync(shop.Operator, wanted, Cancel));
    }

    [Fact]
    public async Task The_credit_note_of_an_order_that_nobody_pays_is_told_to_its_webhook()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        await shop.Get<OrganizationHooks>().SaveAsync(shop.Owner, shop.Globex.Id, "https://example.com/hook", Cancel);
        await shop.OrderAsync();

        shop.Advance(TimeSpan.FromDays(22));
        await shop.WorkAsync();

        Assert.Single(shop.Read(db => db.WebhookPosts.Select(p => p.Body).ToList()), body => body.Contains("credit_note.issued", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_payer_is_found_among_many_of_whom_as_much_is_open()
    {
        using var shop = await Shop.OpenAsync(null, BankShop.On);
        var (_, invoice) = await shop.OrderAsync();
        var other = shop.Portal.Database.Client("Initech AG");
        await using (var db = shop.Portal.Database.CreateDbContext())
        {
            var many = Enumerable.Range(100, 25).Select(number => Issued($"M-2026-{number:D6}", invoice.Buyer, shop.Globex.Id));
            db.AddRange(many.Append(Issued("M-2026-000200", invoice.Buyer with { Address = invoice.Buyer.Address with { Name = "Initech AG" } }, other.Id)));
            await db.SaveChangesAsync(Cancel);
        }

        await shop.ImportAsync(shop.Paid(11900, name: "INITECH"));

        Assert.Equal(BankLineState.Suggested, shop.Line().State);
        Assert.Equal(shop.Read(db => db.Invoices.Single(i => i.Number == "M-2026-000200").Id), shop.Line().InvoiceId);

        Invoice Issued(string number, InvoiceParty buyer, long organization) => new(
            invoice with { Number = number, Reference = RfReference.Of(number), Buyer = buyer }, organization, Guid.NewGuid(), null, shop.Now);
    }
}
