using Marketplace.Catalog;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Transfers;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>
/// What the demo's people bought in the past months: one order that nobody could pay, one purchase that was refunded, one credit that waits for a second
/// operator, one purchase that is disputed, one trial, one transfer that is waited for and two lines of a statement that nobody decided on.
/// </summary>
internal sealed class DemoSales(DemoPeople people)
{
    private const string Visa = "4242424242424242", Mastercard = "5555555555554444", Declined = "4000000000009995", Disputed = "4000000000000259",
        NoCard = "", Transfer = "transfer";

    private static readonly Sale[] All =
    [
        new(96, "Wide World Importers", "Fabrikam.Signatures", OfferTier.Basic, OfferModel.OneTime, Visa, Sites: 2),
        new(88, "Trey Research", "Northwind.Backup", OfferTier.Premium, OfferModel.OneTime, Mastercard),
        new(80, "Brightwell Books", "Fabrikam.Contracts", OfferTier.Enterprise, OfferModel.Yearly, Visa),
        new(74, "Wide World Importers", "Northwind.EInvoice", OfferTier.Premium, OfferModel.Yearly, Visa),
        new(66, "Keller Photography", "Acme.Payroll", OfferTier.Enterprise, OfferModel.Yearly, Visa),
        new(60, "Keller Photography", "Northwind.Backup", OfferTier.Premium, OfferModel.OneTime, Mastercard),
        new(51, "Trey Research", "Fabrikam.Contracts", OfferTier.Premium, OfferModel.Yearly, Mastercard),
        new(43, "Coho Winery", "Fabrikam.Signatures", OfferTier.Premium, OfferModel.OneTime, Visa),
        new(33, "Wide World Importers", "Northwind.Backup", OfferTier.Premium, OfferModel.OneTime, Mastercard, RefundedAfter: 5),
        new(21, "Wide World Importers", "Adatum.BankFeeds", OfferTier.Premium, OfferModel.Monthly, Declined),
        new(12, "Trey Research", "Litware.PaymentReminders", OfferTier.Basic, OfferModel.Monthly, Mastercard),
        new(9, "Wide World Importers", "Contoso.InvoiceApproval", OfferTier.Premium, OfferModel.Monthly, NoCard),
        new(6, "Keller Photography", "Fabrikam.Signatures", OfferTier.Premium, OfferModel.OneTime, Disputed),
        new(4, "Wide World Importers", "Fabrikam.Contracts", OfferTier.Premium, OfferModel.Yearly, Transfer),
    ];

    /// <param name="now">When the past ends.</param>
    public IEnumerable<DemoStep> Steps(DemoPast past, DateTime now)
    {
        foreach (var sale in All)
        {
            var at = now.AddDays(-sale.DaysAgo).AddMinutes(-17 * sale.DaysAgo);
            yield return new(at, cancel => SellAsync(past, sale, cancel));
            if (sale.Card == Declined)
            {
                yield return new(at.AddMinutes(2) + Order.Lasts, past.Get<OrderSweep>().RunAsync);
            }

            if (sale.RefundedAfter > 0)
            {
                yield return new(at.AddMinutes(2).AddDays(sale.RefundedAfter), cancel => RefundAsync(past, sale, cancel));
            }
        }

        yield return new(now.AddHours(-3), cancel => ProposeAsync(past, cancel));
        yield return new(now, cancel => ImportAsync(past, cancel));
    }

    private async Task SellAsync(DemoPast past, Sale sale, CancellationToken cancel)
    {
        var buyer = await people.ActorAsync(DemoPeople.All.Single(person => person.Organization == sale.Client), cancel);
        var order = await past.OrderAsync(
            buyer, await people.OrganizationAsync(sale.Client, cancel), new(sale.Module, sale.Tier, sale.Model), sale.Sites, cancel);
        if (sale.Card == Transfer)
        {
            past.GoTo(past.Now.AddMinutes(2));
            await past.Get<OrderPayments>().PayAsync(buyer, order, new(PaymentProviders.Bank), cancel);
        }
        else if (sale.Card != NoCard)
        {
            await past.PayAsync(buyer, order, sale.Card, keeps: false, cancel);
        }
    }

    private async Task RefundAsync(DemoPast past, Sale sale, CancellationToken cancel)
    {
        await using var db = await past.OpenAsync(cancel);
        var module = await db.Modules.Where(m => m.PackageId == sale.Module).Select(m => m.Id).SingleAsync(cancel);
        var orders = db.Orders.Where(o => o.Organization.Name == sale.Client && o.Lines.Any(l => l.ModuleId == module));
        var invoice = await db.Invoices.SingleAsync(i => orders.Any(o => o.Id == i.OrderId), cancel);
        var whole = new CreditWish(
            invoice.Id, [.. invoice.Document.Lines.Index().Select(line => new CreditPart(line.Index, line.Item.Net))],
            "The backup did not fit their storage", Revokes: true);
        await past.Get<CreditNotes>().IssueAsync(await people.ActorAsync(DemoPeople.Operator, cancel), whole, cancel);
        await past.Get<PaymentSweep>().RunAsync(cancel);
    }

    // Half of the largest invoice of them: its operator wants the other one to look.
    private async Task ProposeAsync(DemoPast past, CancellationToken cancel)
    {
        await using var db = await past.OpenAsync(cancel);
        var by = await people.ActorAsync(DemoPeople.SecondOperator, cancel);
        var clients = All.Select(sale => sale.Client).Distinct().ToList();
        var orders = db.Orders.Where(o => clients.Contains(o.Organization.Name));
        var invoice = await db.Invoices.Where(i => orders.Any(o => o.Id == i.OrderId) && i.Payments.Any() && !i.Credits.Any())
            .OrderByDescending(i => i.NetMinor).ThenBy(i => i.Id).FirstAsync(cancel);
        var parts = invoice.Document.Lines.Index().Select(line => new CreditPart(line.Index, line.Item.Net with { Minor = line.Item.Net.Minor / 2 }));
        var half = new CreditWish(invoice.Id, [.. parts], "They closed one of their two shops", Revokes: false);
        var shown = (CreditOutcome.Shown)await past.Get<CreditNotes>().PreviewAsync(by, half, cancel);
        _ = (CreditOutcome.Proposed)await past.Get<CreditProposals>().ProposeAsync(by, half, shown.Effect.Hash, cancel);
    }

    // One that probably pays the open invoice, and one that nobody can explain.
    private async Task ImportAsync(DemoPast past, CancellationToken cancel)
    {
        var (actor, day) = (await people.ActorAsync(DemoPeople.Operator, cancel), DateOnly.FromDateTime(past.Now).AddDays(-1));
        StatementLine Line(long minor, string name, string iban, string text) => new("", day, day, new(minor, "EUR"), name, iban, "", text, "");
        foreach (var line in (StatementLine[])
        [
            Line(54000, "Wide World Importers GmbH", "DE89370400440532013000", "Contracts, one year"),
            Line(4990, "J. Sommer", "AT611904300234573201", "thank you"),
        ])
        {
            _ = (ImportOutcome.Imported)await past.Get<BankImports>().EnterAsync(actor, line, cancel);
        }
    }

    private sealed record Sale(
        int DaysAgo, string Client, string Module, OfferTier Tier, OfferModel Model, string Card, int Sites = 1, int RefundedAfter = 0);
}
