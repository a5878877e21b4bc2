using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <summary>Issues credit notes that follow from something else, in its transaction.</summary>
public sealed class CreditIssue(CreditJournals journals, ClientBalances balances, InvoiceMail mail)
{
    /// <param name="parts">From what is left of the invoice now.</param>
    /// <param name="isKept">Later invoices are paid by it.</param>
    /// <returns>Null where nothing is left.</returns>
    /// <exception cref="DbUpdateConcurrencyException">The invoice was credited at this moment.</exception>
    internal async Task<Invoice?> IssueAsync(
        MarketplaceDb db, Invoice invoice, Func<Func<int, Money>, IReadOnlyList<CreditPart>> parts, string reason, bool isKept, DateTime now,
        CancellationToken cancel)
    {
        var document = invoice.Document;
        if (parts(Left(document, await CreditCases.EarlierAsync(db, invoice, cancel))).Count == 0)
        {
            return null;
        }

        // The number before the rest is read: a credit issued at the same moment waits for it, or was waited for.
        var number = await db.NextNumberAsync(await db.SellerPrefixAsync(cancel) + "C", now.Year, cancel);
        var earlier = await CreditCases.EarlierAsync(db, invoice, cancel);
        if (parts(Left(document, earlier)) is not { Count: > 0 } left)
        {
            throw new DbUpdateConcurrencyException($"Invoice {invoice.Number} was credited at this moment.");
        }

        var credit = Draft(document, earlier, left, reason, isKept, now) with { Number = number };
        var running = await CreditJournals.RunningAsync(db, credit, cancel);
        var note = new Invoice(credit, invoice.OrganizationId, null, invoice.Id, now);
        db.Add(note);
        await journals.PostAsync(
            db,
            new(credit, DateOnly.FromDateTime(invoice.IssuedAt), [.. left.Select(part => running.Contains(part.Line))],
                [.. left.Select(part => CreditDraft.Left(document, earlier, part.Line))]),
            now, cancel);
        if (isKept)
        {
            await balances.KeepAsync(db, note, credit.Total, now, cancel);
        }

        await db.PostAsync(note, "credit_note.issued", now, cancel);
        await mail.SendAsync(db, note, $"{credit.Total} of invoice {invoice.Number} is credited: {reason}", tellsMembers: true, now, cancel);
        db.TellInvoices(invoice.OrganizationId, invoice.OrderId, now);
        return note;
    }

    /// <summary>What it would be, without its number.</summary>
    internal static InvoiceDocument Draft(
        InvoiceDocument invoice, IReadOnlyList<InvoiceDocument> earlier, IReadOnlyList<CreditPart> parts, string reason, bool isKept, DateTime now) =>
        CreditDraft.Of(invoice, earlier, parts, reason, DateOnly.FromDateTime(now)) with { PaidBy = isKept ? "credit for later invoices" : null };

    private static Func<int, Money> Left(InvoiceDocument document, IReadOnlyList<InvoiceDocument> earlier) =>
        line => CreditDraft.Left(document, earlier, line);
}
