using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Invoices;

/// <summary>How a payment paid an invoice.</summary>
public sealed record InvoicePaid(string Provider, string? Method, Money Amount, DateTime At);

/// <param name="Refund">What becomes of the money; null where none goes back.</param>
public sealed record InvoiceCredit(string Number, Money Total, string Reason, DateTime At, RefundState? Refund);

/// <summary>An invoice or credit note as its page shows it.</summary>
/// <param name="Issue">When it was issued, in UTC.</param>
/// <param name="IsOperator">The actor may credit it.</param>
public sealed record InvoiceView(
    InvoiceRow Row, long OrganizationId, Guid? OrderId, InvoiceDocument Document, IReadOnlyList<InvoicePaid> Payments, IReadOnlyList<InvoiceCredit> Credits,
    bool IsOperator)
{
    public bool HasXml => UblInvoice.Can(Document);
}

/// <summary>Reads invoices and credit notes: of one's organizations for their members, all of them for operators.</summary>
public sealed class InvoiceQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxParts = 100;

    public static readonly IListColumns Columns = InvoiceRows.ColumnsAt(default);

    private DateOnly Today => DateOnly.FromDateTime(clock.UtcNow);

    /// <summary>Those of the actor's organizations, what is to be paid first.</summary>
    public async Task<Page<InvoiceRow>> OwnAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await InvoiceRows.Of(db.Invoices.Of(actor), query, Today, db.NoDisputes()).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<InvoiceRow> StreamOwnAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => InvoiceRows.Of(db.Invoices.Of(actor), query, Today, db.NoDisputes()), cancel);

    /// <summary>All of them, for operators.</summary>
    public async Task<Page<InvoiceRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await InvoiceRows.Of(All(db, actor), query, Today, db.RecentDisputes(clock.UtcNow)).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<InvoiceRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => InvoiceRows.Of(All(db, actor), query, Today, db.RecentDisputes(clock.UtcNow)), cancel);

    /// <summary>Null if there is none that the actor may see.</summary>
    public async Task<InvoiceView?> ReadAsync(Actor actor, string number, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (own, all) = (db.Invoices.Of(actor), All(db, actor));
        var found = db.Invoices.Where(i => i.Number == number && (own.Any(o => o.Id == i.Id) || all.Any(a => a.Id == i.Id)));
        if (await found.Select(i => new { i.Id, i.OrganizationId, i.OrderId, i.Json }).FirstOrDefaultAsync(cancel) is not { } invoice
            || await InvoiceRows.Of(found, ListQuery.First, Today, Counted(db, actor)).FirstOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        var payments = db.Payments;
        var paid = await db.InvoicePayments.Where(p => p.InvoiceId == invoice.Id).OrderBy(p => p.At).Take(MaxParts)
            .Join(payments, part => part.PaymentId, payment => payment.Id, (part, payment) => new { payment.Provider, payment.Method, part.Minor, part.At })
            .ToListAsync(cancel);
        return new(
            row, invoice.OrganizationId, invoice.OrderId, InvoiceDocument.Parse(invoice.Json),
            [.. paid.Select(p => new InvoicePaid(p.Provider, p.Method, new(p.Minor, row.Currency), p.At))],
            await CreditsAsync(db, invoice.Id, cancel), await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel));
    }

    /// <summary>The number of an order's invoice, for operators; null if there is none.</summary>
    public async Task<string?> NumberOfAsync(Actor actor, Guid orderId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await All(db, actor).Where(i => i.OrderId == orderId).Select(i => i.Number).FirstOrDefaultAsync(cancel);
    }

    private static async Task<IReadOnlyList<InvoiceCredit>> CreditsAsync(MarketplaceDb db, long id, CancellationToken cancel)
    {
        var refunds = db.Refunds;
        var credits = await db.Invoices.Where(i => i.CorrectsId == id).OrderBy(i => i.Id).Take(MaxParts)
            .Select(i => new
            {
                i.Number, i.Json, i.IssuedAt,
                Refund = refunds.Where(r => r.Document == Invoice.CreditNotePrefix + i.Number).Select(r => (RefundState?)r.State).FirstOrDefault(),
            }).ToListAsync(cancel);
        return [.. credits.Select(c => (Row: c, Document: InvoiceDocument.Parse(c.Json)))
            .Select(c => new InvoiceCredit(c.Row.Number, c.Document.Total, c.Document.Reason ?? "", c.Row.IssuedAt, c.Row.Refund))];
    }

    private IQueryable<Dispute> Counted(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.RecentDisputes(clock.UtcNow).Where(_ => operators.Any());
    }

    private static IQueryable<Invoice> All(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Invoices.Where(_ => operators.Any());
    }
}
