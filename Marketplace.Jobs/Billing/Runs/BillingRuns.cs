using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Runs;

/// <summary>Implemented by what bills: Subscriptions.</summary>
public interface IBillingBacklog
{
    /// <returns>How many subscriptions are to be billed or ended now, and how many payments to be tried.</returns>
    Task<(int Due, int Charges)> CountAsync(MarketplaceDb db, DateTime now, CancellationToken cancel);
}

/// <summary>Begins runs.</summary>
public sealed class BillingRuns(IDbContextFactory<MarketplaceDb> databases, IBillingBacklog backlog, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Where there is nothing to do, or billing is paused, no row is written.</summary>
    public async Task<BillingProgress> BeginAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.PausesAt(now).AnyAsync(cancel))
        {
            return new(databases, clock, 0, isPaused: true);
        }

        var (due, charges) = await backlog.CountAsync(db, now, cancel);
        if (due + charges == 0)
        {
            return new(databases, clock, 0, isPaused: false);
        }

        var run = new BillingRun(Environment.MachineName, due, charges, now);
        db.Add(run);
        db.Changed(LiveTopic.BillingRuns, now);
        await db.SaveChangesAsync(cancel);
        await db.BillingRuns.Where(r => r.StartedAt < now - Kept).ExecuteDeleteAsync(cancel);
        return new(databases, clock, run.Id, isPaused: false);
    }
}
