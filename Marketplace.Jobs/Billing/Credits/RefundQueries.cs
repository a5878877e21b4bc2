using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <summary>A refund in the list of all.</summary>
/// <param name="Document">Why, as <c>kind/id</c>: a credit note, or the order that took no money.</param>
/// <param name="Invoice">The number of what was paid; null where nothing was invoiced.</param>
/// <param name="By">Who asked for it; null where the marketplace itself did.</param>
public sealed record RefundListRow(
    Guid Id, Guid PaymentId, string Organization, string Provider, RefundState State, string? Failure, string Document, string? Invoice, string Reason,
    string? By, long Minor, string Currency, DateTime At, DateTime? EndedAt)
{
    public Money Amount => new(Minor, Currency);

    /// <summary>The number of the credit note; null where there is none.</summary>
    public string? Note => Document.StartsWith(Invoices.Invoice.CreditNotePrefix, StringComparison.Ordinal)
        ? Document[Invoices.Invoice.CreditNotePrefix.Length..] : null;
}

/// <summary>Lists the refunds of all payments, for operators; everybody else gets nothing.</summary>
public sealed class RefundQueries(IDbContextFactory<MarketplaceDb> databases)
{
    public static readonly ListColumns<Refund> Columns = new ListColumns<Refund>(r => r.Payment.OrganizationId, "-at")
        .Time("at", r => r.At).Text("client", r => r.Payment.Organization.Name).Text("document", r => r.Document).Choice("state", r => r.State)
        .Text("reason", r => r.Reason).Text("by", r => r.By!.DisplayName).Text("provider", r => r.Payment.Provider).Time("ended", r => r.EndedAt)
        .Text("failure", r => r.Failure).Text("currency", r => r.Currency).Sorted("amount", r => r.Minor);

    public async Task<Page<RefundListRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<RefundListRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, query), cancel);

    /// <summary>How many a provider could not carry out: they have to be paid back otherwise.</summary>
    public async Task<int> FailedAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await All(db, actor).CountAsync(r => r.State == RefundState.Failed, cancel);
    }

    private static IQueryable<Refund> All(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Refunds.Where(_ => operators.Any());
    }

    private static IQueryable<RefundListRow> Rows(MarketplaceDb db, Actor actor, ListQuery query)
    {
        var paid = db.InvoicePayments;
        // Ids of refunds are no numbers, by which lists end their order.
        return ((IOrderedQueryable<Refund>)Columns.Apply(All(db, actor).AsNoTracking(), query)).ThenBy(r => r.Id).Select(r => new RefundListRow(
            r.Id, r.PaymentId, r.Payment.Organization.Name, r.Payment.Provider, r.State, r.Failure, r.Document,
            paid.Where(p => p.PaymentId == r.PaymentId).OrderBy(p => p.Id).Select(p => p.Invoice.Number).FirstOrDefault(), r.Reason,
            r.By!.DisplayName, r.Minor, r.Currency, r.At, r.EndedAt));
    }
}
