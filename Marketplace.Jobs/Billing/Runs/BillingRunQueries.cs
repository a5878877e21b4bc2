using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Runs;

/// <param name="Due">Subscriptions whose day had come when it began.</param>
/// <param name="Charges">Payments that were to be tried then.</param>
/// <param name="SeenAt">Its last sign of life.</param>
public sealed record BillingRunRow(
    long Id, string Worker, BillingRunState State, DateTime StartedAt, DateTime SeenAt, DateTime? EndedAt, int Due, int Charges, int Billed, int Closed,
    int Charged, int Failed)
{
    /// <summary>How many acts it comes to: a bill and a charge of each, and the charges that were left.</summary>
    public int All => Math.Max((2 * Due) + Charges, Made);

    public int Made => Billed + Closed + Failed + Charged;

    /// <summary>How long it still takes at its pace until now; null before that can be said.</summary>
    public TimeSpan? Left => Made == 0 ? null : (SeenAt - StartedAt) * ((double)(All - Made) / Made);
}

/// <param name="By">Who paused it.</param>
public sealed record BillingPauseRow(string Reason, string By, DateTime At, DateTime Until);

/// <param name="Runs">Those that work now.</param>
/// <param name="Waiting">Subscriptions whose day has come, and payments that are to be tried.</param>
public sealed record BillingNow(BillingPauseRow? Pause, IReadOnlyList<BillingRunRow> Runs, int Waiting);

/// <summary>What bills now and what billed lately, for operators.</summary>
public sealed class BillingRunQueries(IDbContextFactory<MarketplaceDb> databases, IBillingBacklog backlog, TimeProvider clock)
{
    public static readonly IListColumns Columns = ColumnsAt(default);
    private const int MaxRuns = 20;

    /// <summary>Null if the actor is no operator.</summary>
    public async Task<BillingNow?> NowAsync(Actor actor, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return null;
        }

        var pause = await db.PausesAt(now).Select(p => new BillingPauseRow(p.Reason, p.By.DisplayName, p.At, p.Until)).FirstOrDefaultAsync(cancel);
        var (seen, begun) = (now - BillingRun.Silence, now.AddDays(-2));
        var running = db.BillingRuns.Where(r => r.StartedAt > begun && r.EndedAt == null && r.SeenAt >= seen);
        var runs = await Rows(running.OrderBy(r => r.Id).Take(MaxRuns), now).ToListAsync(cancel);
        var (due, charges) = await backlog.CountAsync(db, now, cancel);
        return new(pause, runs, due + charges);
    }

    public async Task<Page<BillingRunRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Listed(db, actor, query, clock.UtcNow).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<BillingRunRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Listed(db, actor, query, clock.UtcNow), cancel);

    private static IQueryable<BillingRunRow> Listed(MarketplaceDb db, Actor actor, ListQuery query, DateTime now)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return Rows(ColumnsAt(now).Apply(db.BillingRuns.Where(_ => operators.Any()), query), now);
    }

    private static IQueryable<BillingRunRow> Rows(IQueryable<BillingRun> runs, DateTime now)
    {
        var seen = now - BillingRun.Silence;
        return runs.Select(r => new BillingRunRow(
            r.Id, r.Worker,
            r.IsPaused ? BillingRunState.Paused : r.EndedAt != null ? BillingRunState.Done
                : r.SeenAt < seen ? BillingRunState.Interrupted : BillingRunState.Running,
            r.StartedAt, r.SeenAt, r.EndedAt, r.Due, r.Charges, r.Billed, r.Closed, r.Charged, r.Failed));
    }

    private static ListColumns<BillingRun> ColumnsAt(DateTime now)
    {
        var seen = now == default ? now : now - BillingRun.Silence;
        return new ListColumns<BillingRun>(r => r.Id, "-started")
            .Choice("state", r => r.IsPaused ? BillingRunState.Paused : r.EndedAt != null ? BillingRunState.Done
                : r.SeenAt < seen ? BillingRunState.Interrupted : BillingRunState.Running)
            .Time("started", r => r.StartedAt).Time("ended", r => r.EndedAt).Text("worker", r => r.Worker)
            .Sorted("billed", r => r.Billed).Sorted("closed", r => r.Closed).Sorted("charged", r => r.Charged).Sorted("failed", r => r.Failed);
    }
}
