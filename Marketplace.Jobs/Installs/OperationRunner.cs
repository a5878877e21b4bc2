using Marketplace.Data;
using Marketplace.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Installs;

/// <summary>
/// Carries out operations. May be called for the same one any number of times, by any number of workers: a lease lets one work, and the
/// site's store is put right before each attempt. Whatever fails, the site is in the revision before, as if nothing had been tried.
/// </summary>
public sealed partial class OperationRunner(
    IDbContextFactory<MarketplaceDb> databases, SiteFolders folders, OperationWork work, PlanRenewal renewal, OperationEnding ending, AgentOperations agents, TimeProvider clock, ILogger<OperationRunner> log)
{
    private const int MostDeaths = 3;

    public async Task RunAsync(long operationId, CancellationToken cancel)
    {
        using var trace = Telemetry.Traces.StartActivity("operation");
        trace?.SetTag("operation.id", operationId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await OperationLease.TakeAsync(db, operationId, clock, cancel) is not { } lease)
        {
            return;
        }

        await using var heartbeat = OperationHeartbeat.Of(lease, databases, clock, cancel);
        try
        {
            await CarryOutAsync(lease, heartbeat.Stop);
        }
        catch (LeaseLostException)
        {
            LogLost(operationId);
        }
        catch (OperationCanceledException) when (heartbeat.IsLost)
        {
            LogLost(operationId);
        }
        catch (Exception error) when (error is not OperationCanceledException && !error.IsDatabaseAway)
        {
            LogFailed(error, operationId);
            await TellAsync(lease, OperationFailure.Of(error, operationId), cancel);
        }
    }

    /// <summary>Operations whose turn it is on their site, or whose worker has died, oldest first.</summary>
    public async Task<IReadOnlyList<long>> DueAsync(int most, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var others = db.Operations;
        return await db.Operations.Where(o => (o.State == OperationState.Queued && (o.RetryAt == null || o.RetryAt <= now) && !others.Any(other => other.SiteId == o.SiteId && other.Id < o.Id && (other.State == OperationState.Queued || other.State == OperationState.Running)))
                || (o.State == OperationState.Running && o.LeaseUntil < now))
            .OrderBy(o => o.Id).Select(o => o.Id).Take(most).ToListAsync(cancel);
    }

    /// <summary>Operations that nobody announces: those whose worker has died, or whose pause before another attempt is over. With the number of the attempt.</summary>
    public async Task<IReadOnlyList<(long Id, int Lease)>> DueAgainAsync(int most, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Operations.Where(o => (o.State == OperationState.Running && o.LeaseUntil < now) || (o.State == OperationState.Queued && o.RetryAt <= now))
            .OrderBy(o => o.Id).Select(o => ValueTuple.Create(o.Id, o.LeaseNumber)).Take(most).ToListAsync(cancel);
    }

    private async Task CarryOutAsync(OperationLease lease, CancellationToken cancel)
    {
        var operation = lease.Operation;
        if (operation.Site.Delivery is SiteDelivery.Agent)
        {
            await agents.FollowAsync(lease, () => RebaseAsync(lease, cancel), cancel);
            return;
        }

        var store = folders.Store(operation.Site.Folder);
        var name = NameOf(operation);
        if (operation.Attempts > 1 && store.Recover() is RecoverOutcome.Busy)
        {
            // The worker that lost its lease still lives; it gives the store back when it next saves. Until then the lease keeps others away.
            operation.Defer();
            await lease.SaveAsync(cancel);
            return;
        }

        if (store.Current() is var current && current.OperationId == name)
        {
            // Stopped after the site was committed and before it was written down here: the work is done.
            await ending.FinishAsync(lease, current, cancel);
        }
        else if (operation.Attempts - 1 - operation.Retries is >= MostDeaths and var deaths)
        {
            var stopped = new OperationFailure(FailureCategory.Internal, $"The worker stopped {deaths} times at this. The site is as it was before.");
            await ending.FailForGoodAsync(lease, stopped, cancel);
        }
        else
        {
            await AttemptAsync(lease, store, name, cancel);
        }
    }

    private async Task AttemptAsync(OperationLease lease, ModuleStore store, string name, CancellationToken cancel)
    {
        var operation = lease.Operation;
        if (operation.FromRevision != operation.Site.CurrentRevision && !await RebaseAsync(lease, cancel))
        {
            return;
        }

        var document = PlanDocument.Parse(operation.Plan.Json);
        var died = operation is { Attempts: > 1, RetryAt: null };
        operation.Begin(OperationWork.Steps(document), clock.UtcNow);
        operation.Say(operation.Attempts == 1 ? "Started" : $"Started again, attempt {operation.Attempts}{(died ? ": the worker before stopped" : "")}", clock.UtcNow, died);
        await lease.SaveAsync(cancel);

        switch (store.Begin(name, operation.FromRevision))
        {
            case BeginOutcome.Busy busy:
                operation.Defer();
                operation.Say($"Waiting: {busy.OperationId ?? "another operation"} is at work in the site's folder", clock.UtcNow, isWarning: true);
                await lease.SaveAsync(cancel);
                return;
            case BeginOutcome.Stale stale:
                await ending.FailAsync(lease, OperationFailure.Foreign(stale.Current, operation.FromRevision), cancel);
                return;
            case BeginOutcome.Begun { Operation: var change }:
                await DoAsync(lease, store, document, change, cancel);
                return;
        }
    }

    // Another operation came before this one: the same changes on the site as it is now, or none.
    private async Task<bool> RebaseAsync(OperationLease lease, CancellationToken cancel)
    {
        var operation = lease.Operation;
        var (renewed, moved) = await renewal.RenewAsync(operation, cancel);
        if (renewed is null)
        {
            await ending.FailAsync(lease, new(FailureCategory.SiteMoved, $"The site has moved to revision {operation.Site.CurrentRevision} since the plan was confirmed. {moved} Make a new plan."), cancel);
            return false;
        }

        operation.Say($"Planned again for revision {renewed.FromRevision}: the same changes", clock.UtcNow);
        operation.Rebase(await lease.Db.Plans.FirstOrDefaultAsync(p => p.SiteId == renewed.SiteId && p.Hash == renewed.Hash, cancel) ?? renewed);
        return true;
    }

    private async Task DoAsync(OperationLease lease, ModuleStore store, PlanDocument document, StoreOperation change, CancellationToken cancel)
    {
        using (change)
        {
            try
            {
                await work.DoAsync(lease, store, document, change, cancel);
                await ending.FinishAsync(lease, store.Current(), cancel);
            }
            catch (OperationStoppedException stopped)
            {
                change.Undo();
                await (stopped.Failure is { } failure ? ending.FailAsync(lease, failure, cancel) : ending.CancelAsync(lease, cancel));
            }
        }
    }

    // The rows in hand may be half changed, so it is told on fresh ones.
    private async Task TellAsync(OperationLease held, OperationFailure failure, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await OperationLease.AgainAsync(db, held.Operation, clock, cancel) is { } lease)
        {
            await (Committed(lease.Operation) is { } revision ? ending.FinishAsync(lease, revision, cancel) : ending.FailAsync(lease, failure, cancel));
        }
    }

    // A folder that cannot say so is repaired to the revision that is written down here, which is the one before.
    private SiteRevision? Committed(Operation operation)
    {
        try
        {
            return folders.Store(operation.Site.Folder).Current() is var current && current.OperationId == NameOf(operation) ? current : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>What the operation is called in the site's folder.</summary>
    private static string NameOf(Operation operation) => $"operation-{operation.Id}";

    [LoggerMessage(1301, LogLevel.Warning, "Operation {OperationId} was taken over by another worker.")]
    private partial void LogLost(long operationId);

    [LoggerMessage(1302, LogLevel.Error, "Operation {OperationId} failed in a way that was not foreseen, or could not write the site's folder.")]
    private partial void LogFailed(Exception error, long operationId);
}
