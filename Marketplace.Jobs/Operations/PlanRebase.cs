using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Planning;

namespace Marketplace.Operations;

/// <summary>
/// A plan that waited for another operation meets a site that has moved. It is made again, and goes on only if it comes to the same changes:
/// nobody gets anything else than was confirmed.
/// </summary>
public sealed class PlanRebase(Planner planner, TimeProvider clock)
{
    /// <summary>The plan for the site as it is; or what became of it, in words.</summary>
    public async Task<(Plan? Plan, string Moved)> RenewAsync(Operation operation, CancellationToken cancel)
    {
        var (old, actor) = (operation.Plan, new Actor(operation.RequestedById));
        var before = PlanDocument.Parse(old.Json);
        var outcome = before.Restores is { } revision ? await planner.RollBackAsync(actor, old.SiteId, revision, cancel)
            : ChangeRequestText.Read(old.Request) is { } request ? await planner.PlanAsync(actor, old.SiteId, request, cancel)
            : new PlanOutcome.NotFound();
        return outcome switch
        {
            PlanOutcome.Ready ready when PlanDifferences.Changes(before, ready.Document) is { Count: > 0 } moves => (null, string.Join(' ', moves)),
            PlanOutcome.Ready ready => (
                new Plan(
                    old.SiteId, ready.Hash, ready.Title, old.Request, ready.Document.ToJson(), ready.Document.FromRevision,
                    old.CreatedById, clock.UtcNow),
                ""),
            PlanOutcome.NothingToDo nothing => (null, nothing.Sentence),
            PlanOutcome.Refused refused => (null, refused.Sentence),
            _ => (null, "The member who requested it can no longer change this site."),
        };
    }
}
