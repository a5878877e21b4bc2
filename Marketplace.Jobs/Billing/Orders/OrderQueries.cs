using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Pricing.Quotes;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Orders;

/// <summary>What a client who pays by transfer needs to know.</summary>
/// <param name="Open">What has not arrived yet.</param>
public sealed record AwaitedTransfer(InvoiceDocument Invoice, Money Open);

/// <summary>An order as its page shows it.</summary>
/// <param name="Transfer">Null where none is waited for.</param>
/// <param name="Payment">The one that is under way or paid it, else the last that was tried; null if none was.</param>
/// <param name="CanApprove">The actor is an owner of the organization.</param>
public sealed record OrderView(
    Order Order, string Organization, string By, Quote Quote, Payment? Payment, long? InvoiceId, string? InvoiceNumber, IReadOnlyList<Refund> Refunds,
    string? Site, bool CanApprove, AwaitedTransfer? Transfer)
{
    /// <summary>An operator looks, who is no member: nothing can be done about it.</summary>
    public bool IsOperator { get; init; }

    /// <summary>How many disputes the organization had within twelve months; for operators, otherwise 0.</summary>
    public int Disputes { get; init; }
}

/// <summary>Reads orders: those of organizations in which the actor is a member, and all of them for operators.</summary>
public sealed class OrderQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public async Task<OrderView?> ReadAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ReadAsync(db, db.Orders.Of(actor), actor, id, cancel);
    }

    /// <summary>As operators see it.</summary>
    public async Task<OrderView?> SoldAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel) && await ReadAsync(db, db.Orders, actor, id, cancel) is { } view
            ? view with
            {
                IsOperator = true,
                Disputes = await db.RecentDisputes(clock.UtcNow).CountAsync(d => d.Payment.OrganizationId == view.Order.OrganizationId, cancel),
            }
            : null;
    }

    private static async Task<OrderView?> ReadAsync(MarketplaceDb db, IQueryable<Order> orders, Actor actor, Guid id, CancellationToken cancel)
    {
        if (await orders.AsNoTracking().Include(o => o.Lines.OrderBy(l => l.Number)).Include(o => o.Organization).Include(o => o.By)
            .Include(o => o.Quote).FirstOrDefaultAsync(o => o.Id == id, cancel) is not { } order)
        {
            return null;
        }

        var document = order.Document;
        var payment = await db.Payments.AsNoTracking().Where(p => p.Document == document)
            .OrderByDescending(p => p.Live != null).ThenByDescending(p => p.At).FirstOrDefaultAsync(cancel);
        var invoice = await db.Invoices.Where(i => i.OrderId == id).WithRest()
            .Select(rest => new { rest.Invoice.Id, rest.Invoice.Number, rest.Invoice.Json, rest.Invoice.Due, Open = rest.Minor })
            .FirstOrDefaultAsync(cancel);
        var refunds = await db.Refunds.AsNoTracking().Where(r => r.Payment.Document == document).OrderBy(r => r.At).Take(100).ToListAsync(cancel);
        var site = order.Install is { } install
            ? await db.Sites.Where(s => s.Id == install.SiteId).Select(s => s.Name).FirstOrDefaultAsync(cancel)
            : null;
        return new(
            order, order.Organization.Name, order.By.DisplayName, QuoteDocument.Read(order.Quote.Document), payment, invoice?.Id, invoice?.Number,
            refunds, site,
            await db.Organizations.OwnedBy(actor).AnyAsync(o => o.Id == order.OrganizationId, cancel),
            order.IsOpen && invoice is { Due: not null, Open: > 0 } && payment is { Provider: PaymentProviders.Bank } && payment.State.IsLive()
                ? new(InvoiceDocument.Parse(invoice.Json), new(invoice.Open, order.Currency))
                : null);
    }
}
