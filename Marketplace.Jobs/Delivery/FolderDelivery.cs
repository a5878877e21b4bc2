using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Sites;

namespace Marketplace.Delivery;

/// <summary>
/// Carries out operations on sites whose folder our worker writes. The site's store is put right before each attempt. Whatever fails, the
/// site is in the revision before, as if nothing had been tried.
/// </summary>
internal sealed class FolderDelivery(SiteFolders folders, RevisionInstall work, OperationOutcomes outcomes, TimeProvider clock) : ISiteDelivery
{
    private const int MaxDeaths = 3;

    public SiteDelivery Kind => SiteDelivery.Folder;

    // Our worker waits for nobody.
    public Task UnparkAsync(long siteId, CancellationToken cancel) => Task.CompletedTask;

    public async Task CarryOutAsync(OperationLease lease, Func<Task<bool>> rebase, CancellationToken cancel)
    {
        var operation = lease.Operation;
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
            await outcomes.FinishAsync(lease, current, cancel);
        }
        else if (operation.Attempts - 1 - operation.Retries is >= MaxDeaths and var deaths)
        {
            var stopped = new OperationFailure(FailureCategory.Internal, $"The worker stopped {deaths} times at this. The site is as it was before.");
            await outcomes.FailForGoodAsync(lease, stopped, cancel);
        }
        else
        {
            await AttemptAsync(lease, store, name, rebase, cancel);
        }
    }

    private async Task AttemptAsync(OperationLease lease, ModuleStore store, string name, Func<Task<bool>> rebase, CancellationToken cancel)
    {
        var operation = lease.Operation;
        if (operation.FromRevision != operation.Site.CurrentRevision && !await rebase())
        {
            return;
        }

        var document = PlanDocument.Parse(operation.Plan.Json);
        var died = operation is { Attempts: > 1, RetryAt: null };
        operation.Begin(OperationStep.For(document), clock.UtcNow);
        operation.Say(
            operation.Attempts == 1
                ? "Started"
                : $"Started again, attempt {operation.Attempts}{(died ? ": the worker before stopped" : "")}",
            clock.UtcNow,
            died);
        await lease.SaveAsync(cancel);

        switch (store.Begin(name, operation.FromRevision))
        {
            case BeginOutcome.Busy busy:
                operation.Defer();
                operation.Say($"Waiting: {busy.OperationId ?? "another operation"} is at work in the site's folder", clock.UtcNow, isWarning: true);
                await lease.SaveAsync(cancel);
                return;
            case BeginOutcome.Stale stale:
                await outcomes.FailAsync(lease, OperationFailure.Foreign(stale.Current, operation.FromRevision), cancel);
                return;
            case BeginOutcome.Begun { Operation: var change }:
                await DoAsync(lease, store, document, change, cancel);
                return;
        }
    }

    private async Task DoAsync(OperationLease lease, ModuleStore store, PlanDocument document, StoreOperation change, CancellationToken cancel)
    {
        using (change)
        {
            try
            {
                await work.DoAsync(lease, store, document, change, cancel);
                await outcomes.FinishAsync(lease, store.Current(), cancel);
            }
            catch (OperationStoppedException stopped)
            {
                change.Undo();
                await (stopped.Failure is { } failure ? outcomes.FailAsync(lease, failure, cancel) : outcomes.CancelAsync(lease, cancel));
            }
        }
    }

    // A folder that cannot say so is repaired to the revision that is written down here, which is the one before.
    public SiteRevision? Committed(Operation operation)
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
}
