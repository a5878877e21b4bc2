using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments;

/// <param name="Document">What is paid, as <c>kind/id</c>.</param>
/// <param name="Failure">A code of <see cref="PaymentFailure"/>, or the provider's own; null unless it failed.</param>
/// <param name="IsDisputed">Its payer contested it, whatever became of that.</param>
public sealed record PaymentRow(
    Guid Id, string Organization, string By, string Document, string Provider, PaymentState State, string? Method, string? Failure, long Minor,
    long RefundedMinor, long? FeeMinor, string Currency, bool IsDisputed, DateTime At, DateTime? EndedAt)
{
    public Money Amount => new(Minor, Currency);
    public Money Refunded => new(RefundedMinor, Currency);
    public Money? Fee => FeeMinor is { } fee ? new(fee, Currency) : null;
}

/// <summary>Something that a provider was asked.</summary>
/// <param name="Key">By which it is one act there, however often it was sent.</param>
/// <param name="Answer">The provider's id of what it made, or what went wrong; null while it said nothing.</param>
public sealed record RequestRow(long Id, ProviderAct Act, string Key, int Attempts, DateTime SentAt, DateTime DueAt, DateTime? AnsweredAt, string? Answer);

public sealed record RefundRow(
    Guid Id, string Document, string Reason, RefundState State, long Minor, string Currency, string? ProviderId, string? Failure, DateTime At,
    DateTime? EndedAt)
{
    public Money Amount => new(Minor, Currency);
}

/// <summary>A payment as its page shows it.</summary>
/// <param name="ProviderId">As the provider calls it.</param>
/// <param name="Attempts">All payments that were tried for the same document, the last first; this is one of them.</param>
public sealed record PaymentView(
    PaymentRow Row, string? ProviderId, string? MethodCountry, DateTime? CheckAt, IReadOnlyList<PaymentRow> Attempts, IReadOnlyList<RequestRow> Requests,
    IReadOnlyList<RefundRow> Refunds, IReadOnlyList<DisputeRow> Disputes);

/// <summary>Reads payments: of one's organizations for their members, all of them for operators.</summary>
public sealed class PaymentQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxParts = 100;

    public static readonly ListColumns<Payment> Columns = new ListColumns<Payment>(p => p.OrganizationId, "-at")
        .Time("at", p => p.At).Text("client", p => p.Organization.Name).Text("document", p => p.Document).Text("provider", p => p.Provider)
        .Text("method", p => p.Method).Choice("state", p => p.State).Text("failure", p => p.Failure).Time("ended", p => p.EndedAt)
        .Text("currency", p => p.Currency).Sorted("amount", p => p.Minor).Sorted("refunded", p => p.RefundedMinor);

    /// <summary>Those of the actor's organizations.</summary>
    public async Task<Page<PaymentRow>> OwnAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, db.Payments.Of(actor), query).PageAsync(query, cancel);
    }

    /// <summary>Null if there is none of an organization of the actor's.</summary>
    public async Task<(PaymentRow Row, IReadOnlyList<RefundRow> Refunds)?> FindAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, db.Payments.Of(actor).Where(p => p.Id == id), ListQuery.First).FirstOrDefaultAsync(cancel) is { } row
            ? (row, await RefundsAsync(db, id, cancel)) : null;
    }

    /// <summary>All of them, for operators.</summary>
    public async Task<Page<PaymentRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, All(db, actor), query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<PaymentRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, All(db, actor), query), cancel);

    /// <summary>Null if there is none, or the actor is no operator.</summary>
    public async Task<PaymentView?> ReadAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = All(db, actor).Where(p => p.Id == id);
        if (await Rows(db, found, ListQuery.First).FirstOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        var more = await found.Select(p => new { p.ProviderId, p.MethodCountry, p.CheckAt }).SingleAsync(cancel);
        var attempts = await Rows(db, All(db, actor).Where(p => p.Document == row.Document), ListQuery.First).Take(MaxParts).ToListAsync(cancel);
        var requests = await db.ProviderRequests.Where(r => r.PaymentId == id).OrderBy(r => r.Id).Take(MaxParts)
            .Select(r => new RequestRow(r.Id, r.Act, r.Key, r.Attempts, r.SentAt, r.DueAt, r.AnsweredAt, r.Answer)).ToListAsync(cancel);
        var disputes = await DisputeQueries.Rows(db, db.Disputes.Where(d => d.PaymentId == id), ListQuery.First, clock.UtcNow).Take(MaxParts)
            .ToListAsync(cancel);
        return new(row, more.ProviderId, more.MethodCountry, more.CheckAt, attempts, requests, await RefundsAsync(db, id, cancel), disputes);
    }

    private static async Task<IReadOnlyList<RefundRow>> RefundsAsync(MarketplaceDb db, Guid paymentId, CancellationToken cancel) =>
        await db.Refunds.Where(r => r.PaymentId == paymentId).OrderBy(r => r.At).Take(MaxParts)
            .Select(r => new RefundRow(r.Id, r.Document, r.Reason, r.State, r.Minor, r.Currency, r.ProviderId, r.Failure, r.At, r.EndedAt)).ToListAsync(cancel);

    private static IQueryable<Payment> All(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Payments.Where(_ => operators.Any());
    }

    private static IQueryable<PaymentRow> Rows(MarketplaceDb db, IQueryable<Payment> payments, ListQuery query)
    {
        var (disputes, users) = (db.Disputes, db.Users);
        // Ids of payments are no numbers, by which lists end their order.
        return ((IOrderedQueryable<Payment>)Columns.Apply(payments.AsNoTracking(), query)).ThenBy(p => p.Id).Select(p => new PaymentRow(
            p.Id, p.Organization.Name, users.Where(u => u.Id == p.ById).Select(u => u.DisplayName).FirstOrDefault() ?? "", p.Document, p.Provider, p.State,
            p.Method, p.Failure, p.Minor, p.RefundedMinor, p.FeeMinor, p.Currency, disputes.Any(d => d.PaymentId == p.Id), p.At, p.EndedAt));
    }
}
