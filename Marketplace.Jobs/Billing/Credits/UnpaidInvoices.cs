using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <summary>Credits all that is left of an invoice when its order ends unpaid.</summary>
internal sealed class UnpaidInvoices(CreditIssue credits, TimeProvider clock) : IUnpaidInvoices
{
    public async Task CreditAsync(MarketplaceDb db, Order order, string reason, CancellationToken cancel)
    {
        if (await db.Invoices.AsNoTracking().FirstOrDefaultAsync(i => i.OrderId == order.Id, cancel) is { } invoice)
        {
            var lines = Enumerable.Range(0, invoice.Document.Lines.Count).ToList();
            await credits.IssueAsync(
                db, invoice, left => [.. lines.Select(line => new CreditPart(line, left(line))).Where(part => part.Net.Minor > 0)], reason, isKept: false,
                clock.UtcNow, cancel);
        }
    }
}
