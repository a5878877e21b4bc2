using System.Globalization;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Invoices;

/// <summary>Issues documents: the number, the row, its journals and what is earned of it later, in the caller's transaction.</summary>
public sealed class InvoiceIssue(Journals journals, CommissionRates commissions, ClientBalances balances, InvoiceMail mail)
{
    /// <param name="draft">The document but for its number.</param>
    /// <param name="prefix">Of the seller, with what its numbers begin.</param>
    public Task<Invoice> IssueAsync(
        MarketplaceDb db, InvoiceDocument draft, string prefix, long organizationId, Guid? orderId, DateTime now, CancellationToken cancel) =>
        IssueAsync(db, draft, prefix, organizationId, orderId, null, now, cancel);

    /// <param name="interestOnId">The invoice that was paid late, where it is one of interest.</param>
    internal async Task<Invoice> IssueAsync(
        MarketplaceDb db, InvoiceDocument draft, string prefix, long organizationId, Guid? orderId, long? interestOnId, DateTime now, CancellationToken cancel)
    {
        var number = await db.NextNumberAsync(prefix, now.Year, cancel);
        var document = draft with { Number = number, Reference = draft.Bank is null ? draft.Reference : RfReference.Of(number) };
        var invoice = new Invoice(document, organizationId, orderId, null, now) { InterestOnId = interestOnId };
        db.Add(invoice);
        var (name, postings) = ($"invoice/{document.Number}", new List<Posting>());
        foreach (var (line, index) in document.Lines.Select((line, index) => (line, index)).Where(one => one.line.Net.Minor > 0))
        {
            var source = SourceOf(document.Number, index);
            if (document.InterestOn is not null)
            {
                postings.Add(Postings.Interest(source, line.Text, name, now, line.Net));
                continue;
            }

            var rate = await commissions.OfAsync(db, new Sold(line.PublisherId, line.ModuleId, line.Tier, document.Date), cancel);
            var goods = new SoldGoods(line.PublisherId, line.Net, rate, [.. Taxes(document, line)]);
            if (line is { From: { } from, To: { } to })
            {
                postings.Add(Postings.TermSale(source, line.Text, name, now, goods));
                db.Add(new RecognitionSchedule(
                    source, name, line.Text, line.PublisherId, line.Net.Currency, line.Net.Minor, rate, from, to));
            }
            else
            {
                postings.Add(Postings.Sale(source, line.Text, name, now, goods));
            }
        }

        await mail.SendAsync(db, invoice, Words(document), tellsMembers: false, now, cancel);
        await db.PostAsync(invoice, "invoice.issued", now, cancel);
        if (postings.Count > 0)
        {
            await journals.PostAsync(db, postings, cancel);
        }
        else
        {
            await db.SaveChangesAsync(cancel);
        }

        await balances.PayAsync(db, invoice, document.CreditUsed ?? Money.Zero(invoice.Currency), now, cancel);
        return invoice;
    }

    private static string Words(InvoiceDocument document) => $"Invoice {document.Number} of {document.Total}: " + document switch
    {
        { Payable.Minor: 0, CreditUsed: not null } => "paid by your credit",
        { PaidBy: { } by } => $"paid by {by}",
        { Due: { } due, InterestOn: { } late } => string.Create(
            CultureInfo.InvariantCulture, $"interest on invoice {late}, which was paid late or not yet; please pay it by {due:yyyy-MM-dd}"),
        { Due: { } due } => string.Create(CultureInfo.InvariantCulture, $"please pay it by {due:yyyy-MM-dd}"),
        _ => "it is charged by your payment method",
    };

    /// <summary>What journals call a line of an invoice.</summary>
    internal static string SourceOf(string number, int line) => $"invoice-line/{number}-{line + 1}";

    /// <summary>The same of a line of a credit note.</summary>
    internal static string CreditSourceOf(string number, int line) => $"credit-line/{number}-{line + 1}";

    internal static IEnumerable<TaxDue> Taxes(InvoiceDocument document, InvoiceLine line) =>
        document.Taxes.Zip(line.TaxByRate).Where(one => one.Second.Minor != 0)
            .Select(one => new TaxDue(one.First.Rate.Country, one.First.Rate.Percent, one.Second));
}
