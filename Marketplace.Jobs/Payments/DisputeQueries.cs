using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments;

/// <param name="Reason">The provider's code of it.</param>
/// <param name="DueBy">Until when evidence is taken.</param>
/// <param name="AnsweredAt">When evidence was sent; null while none was.</param>
public sealed record DisputeRow(
    Guid Id, Guid PaymentId, string Organization, string Provider, DisputeState State, bool IsInquiry, string Reason, long Minor, string Currency, DateTime At,
    DateTime? DueBy, DateTime? AnsweredAt)
{
    /// <summary>An answer that is due within it should not wait.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(2);

    public Money Amount => new(Minor, Currency);

    /// <summary>How many disputes the organization had within the last twelve months, this one among them.</summary>
    public int Repeats { get; init; }

    /// <summary>It waits for an operator’s answer.</summary>
    public bool IsOpen => State is DisputeState.NeedsResponse && AnsweredAt is null;
}

/// <summary>Who disputes again and again.</summary>
public static class RepeatDisputes
{
    /// <summary>From so many on an organization is marked.</summary>
    public const int Repeated = 2;

    public const int Months = 12;

    extension(MarketplaceDb db)
    {
        /// <summary>Disputes of the last twelve months, inquiries among them: to be counted by organization within the query of a list.</summary>
        public IQueryable<Dispute> RecentDisputes(DateTime now)
        {
            var since = now.AddMonths(-Months);
            return db.Disputes.Where(d => d.At > since);
        }

        /// <summary>For the lists of clients, who are not told how often they are counted.</summary>
        internal IQueryable<Dispute> NoDisputes() => db.Disputes.Where(_ => false);
    }
}

/// <param name="ProviderId">As the provider calls it.</param>
/// <param name="HasRecords">What the marketplace has recorded went along.</param>
/// <param name="EvidenceBy">Who answered; null while nobody did.</param>
public sealed record DisputeView(
    DisputeRow Row, string ProviderId, string Document, string? Method, DateTime? WithdrawnAt, DateTime? ReinstatedAt, DateTime? EndedAt, string? EvidenceText,
    string? EvidenceName, bool HasRecords, string? EvidenceBy);

/// <summary>Reads disputes, for operators; everybody else gets nothing.</summary>
public sealed class DisputeQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public static readonly ListColumns<Dispute> Columns = new ListColumns<Dispute>(d => d.Payment.OrganizationId, "open", "due")
        .Sorted("open", d => d.State == DisputeState.NeedsResponse && d.EvidenceAt == null ? 0 : 1)
        .Choice("state", d => d.State).Time("due", d => d.DueBy).Text("client", d => d.Payment.Organization.Name).Text("reason", d => d.Reason)
        .Text("provider", d => d.Provider).Time("at", d => d.At).Time("answered", d => d.EvidenceAt).Text("currency", d => d.Currency)
        .Sorted("amount", d => d.Minor);

    public async Task<Page<DisputeRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, All(db, actor), query, clock.UtcNow).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<DisputeRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, All(db, actor), query, clock.UtcNow), cancel);

    /// <summary>How many wait for an answer.</summary>
    public async Task<int> OpenAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await All(db, actor).CountAsync(d => d.State == DisputeState.NeedsResponse && d.EvidenceAt == null, cancel);
    }

    /// <summary>Null if there is none, or the actor is no operator.</summary>
    public async Task<DisputeView?> ReadAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = All(db, actor).Where(d => d.Id == id);
        if (await Rows(db, found, ListQuery.First, clock.UtcNow).FirstOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        var users = db.Users;
        return await found.Select(d => new DisputeView(
            row, d.ProviderId, d.Payment.Document, d.Payment.Method, d.WithdrawnAt, d.ReinstatedAt, d.EndedAt, d.EvidenceText, d.EvidenceName,
            d.RecordsContent != null,
            users.Where(u => u.Id == d.EvidenceById).Select(u => u.DisplayName).FirstOrDefault())).SingleAsync(cancel);
    }

    internal static IQueryable<DisputeRow> Rows(MarketplaceDb db, IQueryable<Dispute> disputes, ListQuery query, DateTime now)
    {
        var recent = db.RecentDisputes(now);
        // Ids of disputes are no numbers, by which lists end their order.
        return ((IOrderedQueryable<Dispute>)Columns.Apply(disputes.AsNoTracking(), query)).ThenBy(d => d.Id).Select(d => new DisputeRow(
            d.Id, d.PaymentId, d.Payment.Organization.Name, d.Provider, d.State, d.IsInquiry, d.Reason, d.Minor, d.Currency, d.At, d.DueBy, d.EvidenceAt)
        {
            Repeats = recent.Count(r => r.Payment.OrganizationId == d.Payment.OrganizationId),
        });
    }

    private static IQueryable<Dispute> All(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Disputes.Where(_ => operators.Any());
    }
}
