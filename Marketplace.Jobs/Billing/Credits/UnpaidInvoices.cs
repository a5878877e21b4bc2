using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <summary>Credits all that is left of an invoice when its order ends unpaid.</summary>
internal sealed class UnpaidInvoices(CreditIssue credits, ClientBalances balances, TimeProvider clock) : IUnpaidInvoices
{
    public async Task CreditAsync(MarketplaceDb db, Order order, string reason, CancellationToken cancel)
    {
        if (await db.Invoices.AsNoTracking().FirstOrDefaultAsync(i => i.OrderId == order.Id, cancel) is { } invoice)
        {
            var lines = Enumerable.Range(0, invoice.Document.Lines.Count).ToList();
            var returned = await db.Set<ClientBalanceEntry>().Where(e => e.Invoice.CorrectsId == invoice.Id).SumAsync(e => e.Minor, cancel);
            var note = await credits.IssueAsync(
                db, invoice, left => [.. lines.Select(line => new CreditPart(line, left(line))).Where(part => part.Net.Minor > 0)], reason, isKept: false,
                clock.UtcNow, cancel);
            // What credit paid of it is credit again.
            if (note is not null && invoice.CreditUsedMinor > returned)
            {
                var kept = Math.Min(invoice.CreditUsedMinor - returned, note.Document.Total.Minor);
                await balances.KeepAsync(db, note, new(kept, invoice.Currency), clock.UtcNow, cancel);
            }
        }
    }
}
