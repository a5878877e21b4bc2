using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments.Inbox;

public enum EventState
{
    /// <summary>It was tried too often, and waits for an operator.</summary>
    GivenUp,

    /// <summary>It failed, and is retried.</summary>
    Retrying,
    Waiting,
    Processed,
}

/// <param name="Arrivals">How often it was sent; 0 where it was found by asking alone.</param>
/// <param name="Attempts">How often it was processed.</param>
/// <param name="Changes">How many rows it changed.</param>
public sealed record EventRow(
    long Id, string Provider, string EventId, string Type, EventState State, DateTime ReceivedAt, DateTime? ProcessedAt, int Arrivals, int Attempts,
    int Changes, string Effect);

/// <param name="At">When it happened, as the provider says.</param>
/// <param name="Body">As <see cref="EventBody"/> shows it; empty where it did not arrive.</param>
/// <param name="PaymentId">The payment that it is about; null where that is none that is kept here.</param>
public sealed record EventView(
    EventRow Row, string ApiVersion, DateTime At, DateTime DueAt, Guid? PaymentId, string Body, IReadOnlyList<EffectRow> Effects);

public sealed record EffectRow(long Id, string Subject, string? Was, string Now, DateTime At);

/// <summary>Reads the inbox of providers, for operators; everybody else gets nothing.</summary>
public sealed class EventQueries(IDbContextFactory<MarketplaceDb> databases)
{
    private const int MaxParts = 100;

    public static readonly ListColumns<ProviderEvent> Columns = new ListColumns<ProviderEvent>(e => e.Id, "-received")
        .Time("received", e => e.ReceivedAt).Text("type", e => e.Type).Text("event", e => e.EventId).Text("provider", e => e.Provider)
        .Choice("state", e => e.ProcessedAt != null ? EventState.Processed : e.Attempts >= ProviderEvent.MaxAttempts ? EventState.GivenUp
            : e.Effect != "" ? EventState.Retrying : EventState.Waiting)
        .Time("processed", e => e.ProcessedAt).Number("arrivals", e => e.Arrivals).Number("attempts", e => e.Attempts).Text("effect", e => e.Effect);

    public async Task<Page<EventRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, Columns.Apply(All(db, actor), query)).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<EventRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, Columns.Apply(All(db, actor), query)), cancel);

    /// <summary>Those about a payment, the last first.</summary>
    public async Task<IReadOnlyList<EventRow>> OfPaymentAsync(Actor actor, Guid paymentId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (key, payments, refunds, disputes) = ($"{paymentId:N}", db.Payments.Where(p => p.Id == paymentId), db.Refunds, db.Disputes);
        return await Rows(db, All(db, actor).Where(e => payments.Any(p => p.Provider == e.Provider && (
                e.PaymentRef == p.ProviderId || e.PaymentRef == key
                || refunds.Any(r => r.PaymentId == p.Id && r.ProviderId == e.RefundRef)
                || disputes.Any(d => d.PaymentId == p.Id && d.ProviderId == e.DisputeRef))))
            .OrderByDescending(e => e.Id)).Take(MaxParts).ToListAsync(cancel);
    }

    /// <summary>Null if there is none, or the actor is no operator.</summary>
    public async Task<EventView?> ReadAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Rows(db, All(db, actor).Where(e => e.Id == id)).FirstOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        var one = await db.ProviderEvents.AsNoTracking().SingleAsync(e => e.Id == id, cancel);
        var effects = await db.EventEffects.Where(e => e.EventId == id).OrderBy(e => e.Id).Take(MaxParts)
            .Select(e => new EffectRow(e.Id, e.Subject, e.Was, e.Now, e.At)).ToListAsync(cancel);
        return new(row, one.ApiVersion, one.At, one.DueAt, await PaymentAsync(db, one, cancel), EventBody.Redacted(one.Body), effects);
    }

    private static async Task<Guid?> PaymentAsync(MarketplaceDb db, ProviderEvent one, CancellationToken cancel) => one switch
    {
        { PaymentRef: { } payment } => await db.Payments.At(one.Provider, payment).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(cancel),
        { RefundRef: { } refund } => await db.Refunds.At(one.Provider, refund).Select(r => (Guid?)r.PaymentId).FirstOrDefaultAsync(cancel),
        { DisputeRef: { } dispute } => await db.Disputes.Where(d => d.Provider == one.Provider && d.ProviderId == dispute)
            .Select(d => (Guid?)d.PaymentId).FirstOrDefaultAsync(cancel),
        _ => null,
    };

    private static IQueryable<ProviderEvent> All(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.ProviderEvents.AsNoTracking().Where(_ => operators.Any());
    }

    private static IQueryable<EventRow> Rows(MarketplaceDb db, IQueryable<ProviderEvent> events)
    {
        var effects = db.EventEffects;
        return events.Select(e => new EventRow(
            e.Id, e.Provider, e.EventId, e.Type,
            e.ProcessedAt != null ? EventState.Processed : e.Attempts >= ProviderEvent.MaxAttempts ? EventState.GivenUp
                : e.Effect != "" ? EventState.Retrying : EventState.Waiting,
            e.ReceivedAt, e.ProcessedAt, e.Arrivals, e.Attempts, effects.Count(f => f.EventId == e.Id), e.Effect));
    }
}
