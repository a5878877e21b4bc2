using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments.Reconciliation;

/// <summary>What is to be done comes first.</summary>
public enum DifferenceState
{
    Open,

    /// <summary>An operator found that nothing is to be done.</summary>
    Closed,

    /// <summary>Books and provider agree by now.</summary>
    Resolved,
}

/// <param name="Subject">The provider's movement, or the source of the journal where there is none.</param>
/// <param name="JournalId">The journal that is meant; null where there is none.</param>
public sealed record DifferenceRow(
    long Id, string Provider, DifferenceKind Kind, DifferenceState State, string Subject, string? Source, long? JournalId, long OursMinor, long TheirsMinor,
    string Currency, string Cause, DateTime FoundAt, DateTime? ResolvedAt, DateTime? ClosedAt, string? ClosedBy, string? CloseReason)
{
    public Money Ours => new(OursMinor, Currency);
    public Money Theirs => new(TheirsMinor, Currency);
}

public sealed record ComparisonRow(long Id, string Provider, DateTime StartedAt, DateTime EndedAt, int Kept, int Matched, int Found, string? Failure);

/// <param name="Open">Differences that wait for an operator.</param>
/// <param name="Last">When everything was compared last; null if it never was.</param>
public sealed record ReconciliationGlance(int Open, DateTime? Last);

/// <summary>Reads what reconciliation found, for operators; everybody else gets nothing.</summary>
public sealed class ReconciliationQueries(IDbContextFactory<MarketplaceDb> databases)
{
    public static readonly ListColumns<Difference> Columns = new ListColumns<Difference>(d => d.Id, "state", "-found")
        .Choice("state", d => d.ResolvedAt != null ? DifferenceState.Resolved : d.ClosedAt != null ? DifferenceState.Closed : DifferenceState.Open)
        .Time("found", d => d.FoundAt).Text("provider", d => d.Provider).Choice("kind", d => d.Kind).Text("subject", d => d.Subject)
        .Text("cause", d => d.Cause).Text("currency", d => d.Currency).Sorted("ours", d => d.OursMinor).Sorted("theirs", d => d.TheirsMinor)
        .Text("reason", d => d.CloseReason);

    public static readonly ListColumns<Comparison> RunColumns = new ListColumns<Comparison>(c => c.Id, "-started")
        .Time("started", c => c.StartedAt).Text("provider", c => c.Provider).Number("kept", c => c.Kept).Number("matched", c => c.Matched)
        .Number("found", c => c.Found).Text("failure", c => c.Failure);

    public async Task<ReconciliationGlance?> GlanceAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel)
            ? new(
                await db.Differences.CountAsync(d => d.ResolvedAt == null && d.ClosedAt == null, cancel),
                await db.Comparisons.MaxAsync(c => (DateTime?)c.StartedAt, cancel))
            : null;
    }

    public async Task<Page<DifferenceRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<DifferenceRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, query), cancel);

    public async Task<Page<ComparisonRow>> RunsAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Runs(db, actor, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<ComparisonRow> StreamRunsAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Runs(db, actor, query), cancel);

    private static IQueryable<DifferenceRow> Rows(MarketplaceDb db, Actor actor, ListQuery query)
    {
        var (operators, journals) = (db.StaffGrants.Allowing(actor, StaffRole.Operator), db.Journals);
        return Columns.Apply(db.Differences.AsNoTracking().Where(_ => operators.Any()), query).Select(d => new DifferenceRow(
            d.Id, d.Provider, d.Kind,
            d.ResolvedAt != null ? DifferenceState.Resolved : d.ClosedAt != null ? DifferenceState.Closed : DifferenceState.Open,
            d.Subject, d.Source, journals.Where(j => j.Source == d.Source).Select(j => (long?)j.Id).FirstOrDefault(), d.OursMinor, d.TheirsMinor, d.Currency,
            d.Cause, d.FoundAt, d.ResolvedAt, d.ClosedAt, d.ClosedBy!.DisplayName, d.CloseReason));
    }

    private static IQueryable<ComparisonRow> Runs(MarketplaceDb db, Actor actor, ListQuery query)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return RunColumns.Apply(db.Comparisons.AsNoTracking().Where(_ => operators.Any()), query).Select(c => new ComparisonRow(
            c.Id, c.Provider, c.StartedAt, c.EndedAt, c.Kept, c.Matched, c.Found, c.Failure));
    }
}
