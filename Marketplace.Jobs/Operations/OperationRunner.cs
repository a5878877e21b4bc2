using Marketplace.Data;
using Marketplace.Planning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Operations;

/// <summary>
/// Carries out operations. May be called for the same one any number of times, by any number of workers: a lease lets one work. Whatever
/// fails, the site is in the revision before, as if nothing had been tried.
/// </summary>
public sealed partial class OperationRunner(
    IDbContextFactory<MarketplaceDb> databases, IEnumerable<ISiteDelivery> deliveries, PlanRebase rebase, OperationOutcomes outcomes,
    TimeProvider clock, ILogger<OperationRunner> log)
{
    /// <summary>Carries out the operation whose turn it is on the site, if there is one.</summary>
    public async Task RunNextAsync(long siteId, CancellationToken cancel)
    {
        foreach (var delivery in deliveries)
        {
            await delivery.UnparkAsync(siteId, cancel);
        }

        if (await NextAsync(siteId, cancel) is { } operation)
        {
            await RunAsync(operation, cancel);
        }
    }

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
            await DeliveryOf(lease.Operation).CarryOutAsync(lease, () => RebaseAsync(lease, heartbeat.Stop), heartbeat.Stop);
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
            await RecordFailureAsync(lease, OperationFailure.Of(error, operationId), cancel);
        }
    }

    /// <summary>Sites on which an operation may be taken, that of the oldest first.</summary>
    public async Task<IReadOnlyList<long>> DueSitesAsync(int most, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OperationsToTake(clock.UtcNow).GroupBy(o => o.SiteId).OrderBy(site => site.Min(o => o.Id))
            .Select(site => site.Key).Take(most).ToListAsync(cancel);
    }

    /// <summary>Operations whose turn it is on their site, or whose worker has died, oldest first.</summary>
    public async Task<IReadOnlyList<long>> DueAsync(int most, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OperationsToTake(clock.UtcNow).OrderBy(o => o.Id).Select(o => o.Id).Take(most).ToListAsync(cancel);
    }

    /// <summary>
    /// Operations that nobody announces: those whose worker has died, or whose pause before another attempt is over. With the number
    /// of the attempt.
    /// </summary>
    public async Task<IReadOnlyList<(long Id, long SiteId, int Lease)>> DueAgainAsync(int most, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Operations
            .Where(o => (o.State == OperationState.Running && o.LeaseUntil < now)
                || (o.State == OperationState.Queued && o.RetryAt <= now))
            .OrderBy(o => o.Id).Select(o => ValueTuple.Create(o.Id, o.SiteId, o.LeaseNumber)).Take(most).ToListAsync(cancel);
    }

    // One that waited for an answer is before any that is queued: until it ends no other may run.
    private async Task<long?> NextAsync(long siteId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OperationsToTake(clock.UtcNow).Where(o => o.SiteId == siteId)
            .OrderByDescending(o => o.State == OperationState.Running).ThenBy(o => o.Id)
            .Select(o => (long?)o.Id).FirstOrDefaultAsync(cancel);
    }

    // Another operation came before this one: the same changes on the site as it is now, or none.
    private async Task<bool> RebaseAsync(OperationLease lease, CancellationToken cancel)
    {
        var operation = lease.Operation;
        var (renewed, moved) = await rebase.RenewAsync(operation, cancel);
        if (renewed is null)
        {
            await outcomes.FailAsync(
                lease,
                new(
                    FailureCategory.SiteMoved,
                    $"The site has moved to revision {operation.Site.CurrentRevision} since the plan was confirmed. "
                        + $"{moved} Make a new plan."),
                cancel);
            return false;
        }

        operation.Say($"Planned again for revision {renewed.FromRevision}: the same changes", clock.UtcNow);
        operation.Rebase(await lease.Db.Plans.FirstOrDefaultAsync(p => p.SiteId == renewed.SiteId && p.Hash == renewed.Hash, cancel) ?? renewed);
        return true;
    }

    // The rows in hand may be half changed, so it is recorded on fresh ones.
    private async Task RecordFailureAsync(OperationLease held, OperationFailure failure, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await OperationLease.AgainAsync(db, held.Operation, clock, cancel) is { } lease)
        {
            await (DeliveryOf(lease.Operation).Committed(lease.Operation) is { } revision
                ? outcomes.FinishAsync(lease, revision, cancel)
                : outcomes.FailAsync(lease, failure, cancel));
        }
    }

    private ISiteDelivery DeliveryOf(Operation operation) => deliveries.Single(delivery => delivery.Kind == operation.Site.Delivery);

    [LoggerMessage(1301, LogLevel.Warning, "Operation {OperationId} was taken over by another worker.")]
    private partial void LogLost(long operationId);

    [LoggerMessage(1302, LogLevel.Error, "Operation {OperationId} failed in a way that was not foreseen, or could not write the site's folder.")]
    private partial void LogFailed(Exception error, long operationId);
}
