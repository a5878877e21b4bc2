using System.Diagnostics;
using System.Diagnostics.Metrics;
using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Sites;

namespace Marketplace.Operations;

/// <summary>What becomes of an operation that a worker holds: its end, or another attempt. Writes rows only; the site is whole before.</summary>
public sealed class OperationOutcomes(FailureIsolation isolation, OperationEnding ending, TimeProvider clock)
{
    private static readonly Counter<long> Ended = Telemetry.Metrics.CreateCounter<long>("marketplace.operations");
    private static readonly Histogram<double> Duration = Telemetry.Metrics.CreateHistogram<double>("marketplace.operation.duration", "s");

    internal async Task FinishAsync(OperationLease lease, SiteRevision revision, CancellationToken cancel)
    {
        var (operation, now) = (lease.Operation, clock.UtcNow);
        var row = new Revision(operation.SiteId, revision.Number, operation.Id, revision.HostVersion, revision.RestoredFrom, now);
        foreach (var module in revision.Modules)
        {
            row.Modules.Add(new RevisionModule(module.Id, module.Version, module.Sha256));
        }

        lease.Db.Revisions.Add(row);
        operation.Site.Activate(revision.Number);
        operation.Say($"Done: {operation.Site.Name} is in revision {revision.Number}", now);
        await EndAsync(lease, o => o.Finish(revision.Number, now), cancel);
        await SaveAsync(lease, cancel);
    }

    /// <summary>Fails for good, or tries again after a pause where that may help.</summary>
    internal async Task FailAsync(OperationLease lease, OperationFailure failure, CancellationToken cancel)
    {
        var (operation, now) = (lease.Operation, clock.UtcNow);
        if (Recovery.Of(failure.Category).Pauses.Skip(operation.Retries).Take(1).ToList() is [var pause])
        {
            operation.Say(failure.Sentence, now, isWarning: true);
            operation.Say($"The site is as it was before; trying again in {pause.TotalSeconds:0} s", now);
            operation.Retry(failure, now + pause, now);
            await lease.SaveAsync(cancel);
            return;
        }

        await FailForGoodAsync(lease, failure, cancel);
    }

    internal async Task FailForGoodAsync(OperationLease lease, OperationFailure failure, CancellationToken cancel)
    {
        var (operation, now) = (lease.Operation, clock.UtcNow);
        operation.Say(failure.Sentence, now, isWarning: true);
        await EndAsync(lease, o => o.Fail(failure, now), cancel);
        if (failure.Category is FailureCategory.HealthCheck
            && operation.KeepsOthers
            && await isolation.WithoutUnwellAsync(lease.Db, operation, cancel) is { } others)
        {
            operation.Say($"Continuing with the other modules: {others.Title}", now);
            operation.ContinueAs(others);
        }

        await SaveAsync(lease, cancel);
    }

    internal async Task CancelAsync(OperationLease lease, CancellationToken cancel)
    {
        lease.Operation.Say("Cancelled; the site is as it was before", clock.UtcNow);
        await EndAsync(lease, o => o.Cancel(clock.UtcNow), cancel);
        await SaveAsync(lease, cancel);
    }

    private Task EndAsync(OperationLease lease, Action<Operation> end, CancellationToken cancel) =>
        ending.EndAsync(lease.Db, lease.Operation, end, clock.UtcNow, cancel);

    private static async Task SaveAsync(OperationLease lease, CancellationToken cancel)
    {
        var operation = lease.Operation;
        await lease.SaveAsync(cancel);
        Ended.Add(
            1,
            new KeyValuePair<string, object?>("state", operation.State.ToString()),
            new KeyValuePair<string, object?>("failure", operation.Failure?.Category.ToString()));
        Duration.Record((operation.EndedAt!.Value - operation.QueuedAt).TotalSeconds);
        Activity.Current?.SetTag("operation.state", operation.State.ToString());
    }
}
