using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Planning;
using Marketplace.Resolution;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

/// <summary>
/// When some modules of a plan fail their health checks, works out what may stay: the plan is resolved again with those held as they were, and
/// with them whatever cannot do without. Comes only to changes that were confirmed, or to none.
/// </summary>
public sealed class FailureIsolation(Planner planner, CatalogSnapshots snapshots, TimeProvider clock)
{
    /// <summary>The request without the modules that failed their health checks; null where nothing is left of it.</summary>
    public async Task<(ChangeRequest Request, PlanOutcome.Ready Plan)?> WithoutUnwellAsync(
        Actor actor, long siteId, string requestText, PlanDocument failed, IReadOnlyCollection<string> unwell, CancellationToken cancel)
    {
        if (ChangeRequestText.Read(requestText) is not { } request || unwell.Count == 0)
        {
            return null;
        }

        // First those alone; then, where others cannot do without them, without those too.
        foreach (var held in new[] { unwell, await WithDependentsAsync(failed, unwell, cancel) })
        {
            var without = request.Less(held).Holding(held);
            if (without is not { Targets.Count: 0, Remove.Count: 0, Everything: false }
                && await planner.PlanAsync(actor, siteId, without, cancel) is PlanOutcome.Ready ready && IsPartOf(ready.Document, failed))
            {
                return (without, ready);
            }
        }

        return null;
    }

    internal async Task<Operation?> WithoutUnwellAsync(MarketplaceDb db, Operation failed, CancellationToken cancel)
    {
        var unwell = failed.Steps.Where(step => step is { State: StepState.Failed, PackageId: not null }).Select(step => step.PackageId!).Distinct().ToList();
        if (await WithoutUnwellAsync(
            new Actor(failed.RequestedById),
            failed.SiteId,
            failed.Plan.Request,
            PlanDocument.Parse(failed.Plan.Json),
            unwell,
            cancel) is not { } others)
        {
            return null;
        }

        var (request, ready) = others;
        var plan = await db.Plans.FirstOrDefaultAsync(p => p.SiteId == failed.SiteId && p.Hash == ready.Hash, cancel)
            ?? new Plan(
                failed.SiteId, ready.Hash, ready.Title, ChangeRequestText.Write(request), ready.Document.ToJson(), ready.Document.FromRevision,
                failed.RequestedById, clock.UtcNow);
        return new Operation(plan, failed.RequestedById, keepsOthers: true, clock.UtcNow);
    }

    // What the plan brings that needs one of them, directly or through others.
    private async Task<IReadOnlyCollection<string>> WithDependentsAsync(PlanDocument plan, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var catalog = await snapshots.CurrentAsync(cancel);
        var incoming = plan.Incoming
            .Select(change => catalog.Find(change.Id, NuGet.Versioning.NuGetVersion.Parse(change.To!)))
            .OfType<SnapshotRelease>()
            .ToList();
        var all = ids.ToHashSet(StringComparer.OrdinalIgnoreCase);
        while (incoming.Where(release => !all.Contains(release.Id) && release.Requirements.Any(need => all.Contains(need.Id))).ToList() is { Count: > 0 } more)
        {
            all.UnionWith(more.Select(release => release.Id));
        }

        return all;
    }

    private static bool IsPartOf(PlanDocument some, PlanDocument all)
    {
        var confirmed = all.Changes
            .Where(change => change.Kind is not ChangeKind.Keep)
            .Select(change => (change.Id.ToLowerInvariant(), change.To, change.Hash))
            .ToHashSet();
        var changes = some.Changes.Where(change => change.Kind is not ChangeKind.Keep).ToList();
        return changes.Count > 0 && changes.All(change => confirmed.Contains((change.Id.ToLowerInvariant(), change.To, change.Hash)));
    }
}
