using Hangfire;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

/// <summary>Opens the next ring of batches whose ring has ended, halts those in which too many operations failed, and ends those that are through.</summary>
public sealed class BatchAdvance(IDbContextFactory<MarketplaceDb> databases, OperationEnding ending, TimeProvider clock)
{
    private const int BatchSize = 100;

    /// <summary>All that have something to do, as far as one sweep goes.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operations = db.Operations;
        // Only those with something to do: batches that wait for a member or a worker would keep later ones from being looked at.
        var due = db.Batches.Where(b => b.State == BatchState.Running
            && (operations.Count(o => o.BatchId == b.Id && o.State == OperationState.Failed) > b.MostFailures
                || operations.Any(o => o.BatchId == b.Id && o.Ring <= b.Ring && o.State == OperationState.AwaitingRing)
                || !operations.Any(o => o.BatchId == b.Id && o.Ring <= b.Ring && o.EndedAt == null)));
        foreach (var id in await due.OrderBy(b => b.Id).Select(b => b.Id).Take(BatchSize).ToListAsync(cancel))
        {
            await AdvanceAsync(id, cancel);
        }
    }

    /// <summary>Ends what has not begun. What is at work goes on to its end.</summary>
    internal async Task HaltAsync(MarketplaceDb db, Batch batch, string reason, DateTime now, CancellationToken cancel)
    {
        batch.Halt(reason, now);
        foreach (var operation in await db.Operations
            .Include(o => o.Site)
            .Where(o => o.BatchId == batch.Id && o.EndedAt == null && o.State != OperationState.Running)
            .ToListAsync(cancel))
        {
            operation.Say($"The batch was halted: {reason}", now, isWarning: true);
            await ending.EndAsync(db, operation, o => o.Withdraw(now), now, cancel);
        }

        Notify(db, batch, $"Halted: {batch.Title}. {reason}", now);
    }

    public async Task AdvanceAsync(long batchId, CancellationToken cancel)
    {
        while (!await TryAdvanceAsync(batchId, cancel))
        {
        }
    }

    // False if another worker was first, or a member decided something at this moment: then it is looked at again.
    private async Task<bool> TryAdvanceAsync(long batchId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Batches.FirstOrDefaultAsync(b => b.Id == batchId && b.State == BatchState.Running, cancel) is not { } batch)
        {
            return true;
        }

        var operations = db.Operations.Where(o => o.BatchId == batchId);
        var failed = await operations.CountAsync(o => o.State == OperationState.Failed, cancel);
        if (failed > batch.MostFailures)
        {
            await HaltAsync(db, batch, $"{failed} of its operations failed", now, cancel);
        }
        else if (!await operations.AnyAsync(o => o.Ring <= batch.Ring && o.EndedAt == null, cancel))
        {
            if (batch.Ring == batch.Rings)
            {
                batch.Finish(now);
                Notify(db, batch, $"Carried out: {batch.Title}{(failed > 0 ? $", {failed} failed" : "")}", now);
            }
            else
            {
                batch.Open(batch.Ring + 1);
                db.Changed(LiveTopic.Batch(batch.Id), now);
            }
        }

        foreach (var operation in batch.State is not BatchState.Running
            ? []
            : await operations.Where(o => o.Ring <= batch.Ring && o.State == OperationState.AwaitingRing).ToListAsync(cancel))
        {
            operation.Say($"Ring {operation.Ring} begins", now);
            operation.Queue();
            db.Changed(LiveTopic.Operation(operation.Id), now);
            db.Wake(Work.Sites, now, operation.SiteId);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    private static void Notify(MarketplaceDb db, Batch batch, string text, DateTime now)
    {
        db.Notify(batch.CreatedById, $"batch/{batch.Id}", text, now);
        db.Changed(LiveTopic.Batch(batch.Id), now);
        db.Changed(LiveTopic.Operations(batch.OrganizationId), now);
    }
}

/// <summary>Moves one batch on. Safe to run twice, and by many workers, as below.</summary>
[Queue("installs"), AutomaticRetry(Attempts = 0)]
public sealed class AdvanceBatchJob(BatchAdvance advance)
{
    public Task RunAsync(long batchId, CancellationToken cancel) => advance.AdvanceAsync(batchId, cancel);
}

/// <summary>Moves batches on. Safe to run twice, and by many workers: each step of a batch is saved against its stamp.</summary>
[Queue("installs"), AutomaticRetry(Attempts = 0)]
public sealed class AdvanceBatchesJob(BatchAdvance advance)
{
    public Task RunAsync(CancellationToken cancel) => advance.RunAsync(cancel);
}
