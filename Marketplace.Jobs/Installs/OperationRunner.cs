using System.Diagnostics;
using System.Diagnostics.Metrics;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Installs;

/// <summary>
/// Carries out operations. May be called for the same one any number of times, by any number of workers: a lease lets one work, and the
/// site's store is put right before each attempt. Whatever fails, the site is in the revision before, as if nothing had been tried.
/// </summary>
public sealed partial class OperationRunner(
    IDbContextFactory<MarketplaceDb> databases, SiteFolders folders, OperationWork work, PlanRenewal renewal, TimeProvider clock, ILogger<OperationRunner> log)
{
    private const int MostAttempts = 3;
    private static readonly Counter<long> Ended = Telemetry.Metrics.CreateCounter<long>("marketplace.operations");
    private static readonly Histogram<double> Duration = Telemetry.Metrics.CreateHistogram<double>("marketplace.operation.duration", "s");

    public async Task RunAsync(long operationId, CancellationToken cancel)
    {
        using var trace = Telemetry.Traces.StartActivity("operation");
        trace?.SetTag("operation.id", operationId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await OperationLease.TakeAsync(db, operationId, clock, cancel) is not { } lease)
        {
            return;
        }

        try
        {
            await CarryOutAsync(lease, cancel);
        }
        catch (LeaseLostException)
        {
            LogLost(operationId);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogFailed(error, operationId);
            await FailAsync(lease, new(FailureCategory.Disk, $"The site's folder could not be written: {error.Message} The site is as it was before."), cancel);
        }
    }

    /// <summary>Operations whose turn it is on their site, or whose worker has died, oldest first.</summary>
    public async Task<IReadOnlyList<long>> DueAsync(int most, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var others = db.Operations;
        return await db.Operations.Where(o => (o.State == OperationState.Queued && !others.Any(other => other.SiteId == o.SiteId && other.Id < o.Id && other.EndedAt == null))
                || (o.State == OperationState.Running && o.LeaseUntil < now))
            .OrderBy(o => o.Id).Select(o => o.Id).Take(most).ToListAsync(cancel);
    }

    private async Task CarryOutAsync(OperationLease lease, CancellationToken cancel)
    {
        var operation = lease.Operation;
        var store = folders.Store(operation.Site.Folder);
        var name = $"operation-{operation.Id}";
        if (operation.Attempts > 0 && store.Recover() is RecoverOutcome.Busy)
        {
            // The worker that lost its lease still lives; it gives the store back when it next saves. Until then the lease keeps others away.
            return;
        }

        if (store.Current() is var current && current.OperationId == name)
        {
            // Killed after the site was committed and before it was written down here: the work is done.
            await FinishAsync(lease, current, cancel);
        }
        else if (operation.Attempts >= MostAttempts)
        {
            await FailAsync(lease, new(FailureCategory.Internal, $"The worker stopped {operation.Attempts} times at this. The site is as it was before."), cancel);
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
        operation.Begin(OperationWork.Steps(document), clock.UtcNow);
        operation.Say(operation.Attempts == 1 ? "Started" : $"Started again, attempt {operation.Attempts}: the worker before stopped", clock.UtcNow, operation.Attempts > 1);
        await lease.SaveAsync(cancel);

        switch (store.Begin(name, operation.FromRevision))
        {
            case BeginOutcome.Busy busy:
                operation.Say($"Waiting: {busy.OperationId ?? "another operation"} is at work in the site's folder", clock.UtcNow, isWarning: true);
                await lease.SaveAsync(cancel);
                return;
            case BeginOutcome.Stale stale:
                await FailAsync(lease, new(FailureCategory.SiteMoved, $"The site is in revision {stale.Current}, but the plan was made for {operation.FromRevision}. Make a new plan."), cancel);
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
            await FailAsync(lease, new(FailureCategory.SiteMoved, $"The site has moved to revision {operation.Site.CurrentRevision} since the plan was confirmed. {moved} Make a new plan."), cancel);
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
                await FinishAsync(lease, store.Current(), cancel);
            }
            catch (OperationStoppedException stopped)
            {
                change.Undo();
                await (stopped.Failure is { } failure ? FailAsync(lease, failure, cancel) : CancelledAsync(lease, cancel));
            }
        }
    }

    private async Task FinishAsync(OperationLease lease, SiteRevision revision, CancellationToken cancel)
    {
        var (db, operation, now) = (lease.Db, lease.Operation, clock.UtcNow);
        var row = new Revision(operation.SiteId, revision.Number, operation.Id, revision.HostVersion, revision.RestoredFrom, now);
        foreach (var module in revision.Modules)
        {
            row.Modules.Add(new RevisionModule(module.Id, module.Version, module.Sha256));
        }

        db.Revisions.Add(row);
        operation.Site.Activate(revision.Number);
        operation.Say($"Done: {operation.Site.Name} is in revision {revision.Number}", now);
        operation.Finish(revision.Number, now);
        await EndAsync(lease, cancel);
    }

    private async Task FailAsync(OperationLease lease, OperationFailure failure, CancellationToken cancel)
    {
        lease.Operation.Say(failure.Sentence, clock.UtcNow, isWarning: true);
        lease.Operation.Fail(failure, clock.UtcNow);
        await EndAsync(lease, cancel);
    }

    private async Task CancelledAsync(OperationLease lease, CancellationToken cancel)
    {
        lease.Operation.Say("Cancelled; the site is as it was before", clock.UtcNow);
        lease.Operation.Cancel(clock.UtcNow);
        await EndAsync(lease, cancel);
    }

    private async Task EndAsync(OperationLease lease, CancellationToken cancel)
    {
        var (operation, now) = (lease.Operation, clock.UtcNow);
        lease.Db.Tell(LiveTopic.Site(operation.SiteId), now);
        lease.Db.Tell(LiveTopic.Operations(operation.Site.OrganizationId), now);
        lease.Db.Tell(LiveTopic.Work, now);
        await lease.SaveAsync(cancel);
        Ended.Add(1, new KeyValuePair<string, object?>("state", operation.State.ToString()));
        Duration.Record((now - operation.QueuedAt).TotalSeconds);
        Activity.Current?.SetTag("operation.state", operation.State.ToString());
    }

    [LoggerMessage(1301, LogLevel.Warning, "Operation {OperationId} was taken over by another worker.")]
    private partial void LogLost(long operationId);

    [LoggerMessage(1302, LogLevel.Error, "Operation {OperationId} could not write the site's folder.")]
    private partial void LogFailed(Exception error, long operationId);
}
