using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Disputes;

/// <summary>Who ordered what, from where, and what was accepted with it.</summary>
internal static class OrderedRecords
{
    public static async Task<RecordedOrder?> ReadAsync(MarketplaceDb db, Guid id, CancellationToken cancel)
    {
        if (await db.Orders.AsNoTracking().Include(o => o.By).Include(o => o.Quote).Include(o => o.Lines.OrderBy(l => l.Number))
            .FirstOrDefaultAsync(o => o.Id == id, cancel) is not { } order)
        {
            return null;
        }

        var approver = await db.Users.Where(u => u.Id == order.ApprovedById).Select(u => u.DisplayName).FirstOrDefaultAsync(cancel);
        return new(
            order.Id, order.By.DisplayName, order.By.Email ?? "", order.PlacedAt, await SignInAsync(db, order, cancel), order.QuoteId, order.QuoteHash,
            order.Quote.At, approver, order.ApprovedAt, order.PaidAt, order.Currency, [.. order.Lines.Select(line => Line(order, line))]);
    }

    // Sessions are deleted after a while; the audit trail keeps each sign-in, with its browser and network address.
    private static async Task<RecordedSignIn?> SignInAsync(MarketplaceDb db, Order order, CancellationToken cancel)
    {
        var (subject, at) = ($"user/{order.ById}", order.PlacedAt);
        return await db.AuditEntries.Where(a => a.Action == "sign-in" && a.Subject == subject && a.At <= at).OrderByDescending(a => a.Id)
            .Select(a => new RecordedSignIn(a.At, a.Details)).FirstOrDefaultAsync(cancel);
    }

    private static RecordedLine Line(Order order, OrderLine line) => new(
        line.Name, Subscription.WordsOf(line.Tier, line.Model, line.Sites), new(line.NetMinor, order.Currency), new(line.TaxMinor, order.Currency));
}
