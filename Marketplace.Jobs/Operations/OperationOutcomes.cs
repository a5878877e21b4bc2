using System.Diagnostics;
using System.Diagnostics.Metrics;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Modules;
using Marketplace.Sites;

namespace Marketplace.Operations;

/// <summary>How operations end, or wait for another attempt. Writes rows only; the site is whole before.</summary>
public sealed class OperationOutcomes(FailureIsolation pinpoint, IEnumerable<IOperationListener> listeners, TimeProvider clock)
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
        operation.Finish(revision.Number, now);
        await EndAsync(lease, cancel);
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
        operation.Fail(failure, now);
        if (failure.Category is FailureCategory.HealthCheck
            && operation.KeepsOthers
            && await pinpoint.WithoutUnwellAsync(lease.Db, operation, cancel) is { } others)
        {
            operation.Say($"Continuing with the other modules: {others.Title}", now);
            operation.ContinueAs(others);
        }

        await EndAsync(lease, cancel);
    }

    internal async Task CancelAsync(OperationLease lease, CancellationToken cancel)
    {
        lease.Operation.Say("Cancelled; the site is as it was before", clock.UtcNow);
        lease.Operation.Cancel(clock.UtcNow);
        await EndAsync(lease, cancel);
    }

    private async Task EndAsync(OperationLease lease, CancellationToken cancel)
    {
        var (operation, now) = (lease.Operation, clock.UtcNow);
        foreach (var listener in listeners)
        {
            await listener.EndedAsync(lease.Db, operation, now, cancel);
        }

        lease.Db.Changed(LiveTopic.Site(operation.SiteId), now);
        lease.Db.Changed(LiveTopic.Operations(operation.Site.OrganizationId), now);
        lease.Db.Changed(LiveTopic.Work, now);
        await lease.SaveAsync(cancel);
        Ended.Add(
            1,
            new KeyValuePair<string, object?>("state", operation.State.ToString()),
            new KeyValuePair<string, object?>("failure", operation.Failure?.Category.ToString()));
        Duration.Record((now - operation.QueuedAt).TotalSeconds);
        Activity.Current?.SetTag("operation.state", operation.State.ToString());
    }
}
