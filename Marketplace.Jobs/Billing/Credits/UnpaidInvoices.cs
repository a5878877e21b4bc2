using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <summary>Credits all that is left of an invoice when its order ends unpaid.</summary>
internal sealed class UnpaidInvoices(CreditJournals journals, InvoiceMail mail, TimeProvider clock) : IUnpaidInvoices
{
    public async Task CreditAsync(MarketplaceDb db, Order order, string reason, CancellationToken cancel)
    {
        if (await db.Invoices.AsNoTracking().FirstOrDefaultAsync(i => i.OrderId == order.Id, cancel) is not { } invoice
            || Left(invoice.Document, await CreditNotes.EarlierAsync(db, invoice, cancel)).Count == 0)
        {
            return;
        }

        var now = clock.UtcNow;
        // The number before the rest is read: a credit issued at the same moment waits for it, or was waited for.
        var number = await db.NextNumberAsync(await db.SellerPrefixAsync(cancel) + "C", now.Year, cancel);
        var (document, earlier) = (invoice.Document, await CreditNotes.EarlierAsync(db, invoice, cancel));
        if (Left(document, earlier) is not { Count: > 0 } parts)
        {
            throw new DbUpdateConcurrencyException($"Invoice {invoice.Number} was credited at this moment.");
        }

        var credit = CreditDraft.Of(document, earlier, parts, reason, DateOnly.FromDateTime(now)) with { Number = number };
        var running = await CreditJournals.RunningAsync(db, credit, cancel);
        var note = new Invoice(credit, invoice.OrganizationId, null, invoice.Id, now);
        db.Add(note);
        await journals.PostAsync(
            db,
            new(credit, DateOnly.FromDateTime(invoice.IssuedAt), [.. parts.Select(part => running.Contains(part.Line))], [.. parts.Select(part => part.Net)]),
            now, cancel);
        await db.PostAsync(note, "credit_note.issued", now, cancel);
        await mail.SendAsync(db, note, $"{credit.Total} of invoice {invoice.Number} is credited: {reason}", tellsMembers: true, now, cancel);
        db.TellInvoices(invoice.OrganizationId, order.Id, now);
    }

    private static IReadOnlyList<CreditPart> Left(InvoiceDocument document, IReadOnlyList<InvoiceDocument> earlier) =>
        [.. document.Lines.Select((_, line) => new CreditPart(line, CreditDraft.Left(document, earlier, line))).Where(part => part.Net.Minor > 0)];
}
