using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Orders;

/// <param name="First">The name of what stands first on it.</param>
/// <param name="Licenses">How many it is for.</param>
/// <param name="Invoice">The number of its invoice; null while there is none.</param>
public sealed record OrderRow(
    Guid Id, string Organization, string By, string First, int Licenses, OrderState State, OrderEnd? End, long DueMinor, string Currency, DateTime PlacedAt,
    DateTime? PaidAt, string? Invoice)
{
    public Money Due => new(DueMinor, Currency);

    /// <summary>What of it is paid by credit.</summary>
    public long CreditMinor { get; init; }

    /// <summary>How many disputes the organization had within twelve months; for operators, otherwise 0.</summary>
    public int Disputes { get; init; }

    /// <summary>Acme Shop; Acme Shop and 2 more.</summary>
    public string What => Licenses > 1 ? $"{First} and {Licenses - 1} more" : First;
}

/// <summary>Lists orders: of one's organizations for their members, all of them for operators.</summary>
public sealed class OrderListQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public static readonly ListColumns<Order> Columns = new ListColumns<Order>(o => o.OrganizationId, "state", "-placed")
        .Choice("state", o => o.EndedAt != null ? OrderState.Ended : o.PaidAt != null ? OrderState.Paid
            : o.AskedAt != null && o.ApprovedAt == null ? OrderState.AwaitingApproval : OrderState.AwaitingPayment)
        .Time("placed", o => o.PlacedAt).Time("paid", o => o.PaidAt).Text("client", o => o.Organization.Name).Text("by", o => o.By.DisplayName)
        .Text("what", o => o.Lines.OrderBy(l => l.Number).Select(l => l.Name).FirstOrDefault()).Text("currency", o => o.Currency)
            .Sorted("due", o => o.DueMinor);

    /// <summary>Those of the actor's organizations, what is open first.</summary>
    public async Task<Page<OrderRow>> OwnAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, db.Orders.Of(actor), query, db.NoDisputes()).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<OrderRow> StreamOwnAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, db.Orders.Of(actor), query, db.NoDisputes()), cancel);

    /// <summary>All of them, for operators.</summary>
    public async Task<Page<OrderRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, All(db, actor), query, db.RecentDisputes(clock.UtcNow)).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<OrderRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, All(db, actor), query, db.RecentDisputes(clock.UtcNow)), cancel);

    /// <summary>Null if there is none of an organization of the actor's.</summary>
    public async Task<OrderRow?> FindAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, db.Orders.Of(actor).Where(o => o.Id == id), ListQuery.First, db.NoDisputes()).FirstOrDefaultAsync(cancel);
    }

    private static IQueryable<Order> All(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Orders.Where(_ => operators.Any());
    }

    private static IQueryable<OrderRow> Rows(MarketplaceDb db, IQueryable<Order> orders, ListQuery query, IQueryable<Dispute> disputes)
    {
        var invoices = db.Invoices;
        // Ids of orders are no numbers, by which lists end their order.
        return ((IOrderedQueryable<Order>)Columns.Apply(orders.AsNoTracking(), query)).ThenBy(o => o.Id).Select(o => new OrderRow(
            o.Id, o.Organization.Name, o.By.DisplayName, o.Lines.OrderBy(l => l.Number).Select(l => l.Name).FirstOrDefault() ?? "",
            o.Lines.Count(l => l.Kind == QuoteLineKind.License),
            o.EndedAt != null ? OrderState.Ended : o.PaidAt != null ? OrderState.Paid
                : o.AskedAt != null && o.ApprovedAt == null ? OrderState.AwaitingApproval : OrderState.AwaitingPayment,
            o.End, o.DueMinor, o.Currency, o.PlacedAt, o.PaidAt,
            invoices.Where(i => i.OrderId == o.Id).Select(i => i.Number).FirstOrDefault())
        {
            CreditMinor = o.CreditMinor,
            Disputes = disputes.Count(d => d.Payment.OrganizationId == o.OrganizationId),
        });
    }
}
