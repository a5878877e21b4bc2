using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Planning;
using Marketplace.Resolution;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

public abstract record StartBatchOutcome
{
    public sealed record Started(long BatchId) : StartBatchOutcome;

    /// <summary>A site or the catalog changed since the batch was looked at; look at the new one.</summary>
    public sealed record PlanChanged : StartBatchOutcome;

    public sealed record Invalid(string Problem) : StartBatchOutcome;
}

/// <summary>Starts and stops batches. All operations of a batch are there from the start; those of later rings wait for their ring.</summary>
public sealed class Batches(IDbContextFactory<MarketplaceDb> databases, BatchPlans plans, BatchAdvance advance, TimeProvider clock)
{
    /// <param name="actor">Who confirms.</param>
    /// <param name="request">What is requested on each site.</param>
    /// <param name="targets">The sites and their rings.</param>
    /// <param name="mostFailures">When more operations than this have failed, the batch halts.</param>
    /// <param name="keepOthers">When modules fail their health checks on a site, to go on there with the others instead of none.</param>
    /// <param name="hash">The batch that was looked at.</param>
    /// <param name="cancel">Stops the work.</param>
    public async Task<StartBatchOutcome> StartAsync(
        Actor actor, ChangeRequest request, IReadOnlyList<BatchTarget> targets, int mostFailures, bool keepOthers, string hash,
        CancellationToken cancel)
    {
        var outcome = await plans.PlanAsync(actor, request, targets, cancel);
        if (outcome is not BatchPlanOutcome.Planned { Plan: var plan })
        {
            return new StartBatchOutcome.Invalid(((BatchPlanOutcome.Invalid)outcome).Problem);
        }

        var ready = plan.Ready.ToList();
        if (mostFailures < 0 || ready.Count == 0)
        {
            return new StartBatchOutcome.Invalid(ready.Count == 0
                ? "There is nothing to carry out on any of these sites, or a license is missing."
                : "Halt when more than 0 or another number of sites have failed.");
        }

        if (plan.Hash != hash)
        {
            return new StartBatchOutcome.PlanChanged();
        }

        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await BusyAsync(db, ready, cancel) is { } busy)
        {
            return new StartBatchOutcome.Invalid($"The same is being carried out on {busy} already. Wait for it, or leave that site out.");
        }

        // Rings that have nothing to do are not counted.
        var rings = ready.Select(site => site.Ring).Distinct().Order().ToList();
        var batch = new Batch(plan.OrganizationId, plan.Title, rings.Count, mostFailures, actor.UserId, now);
        db.Batches.Add(batch);
        foreach (var site in ready)
        {
            var operation = await OperationCommands.PrepareAsync(db, actor, site.SiteId, site.Ready!, ChangeRequestText.Write(request), keepOthers, now,
                cancel);
            operation.Join(batch, rings.IndexOf(site.Ring) + 1);
        }

        db.Audit(actor, "batch.start", $"organization/{plan.OrganizationId}", plan.Title, now);
        await db.SaveChangesAsync(cancel);
        return new StartBatchOutcome.Started(batch.Id);
    }

    /// <summary>Stops what has not begun; false if the batch has ended or is not the actor's.</summary>
    public async Task<bool> HaltAsync(Actor actor, long batchId, CancellationToken cancel)
    {
        while (true)
        {
            if (await TryHaltAsync(actor, batchId, cancel) is { } halted)
            {
                return halted;
            }
        }
    }

    // Null if one of its operations moved on at this very moment: then it is looked at again.
    private async Task<bool?> TryHaltAsync(Actor actor, long batchId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Batches.Of(actor).FirstOrDefaultAsync(b => b.Id == batchId && b.State == BatchState.Running, cancel) is not { } batch)
        {
            return false;
        }

        var by = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.DisplayName).SingleAsync(cancel);
        await advance.HaltAsync(db, batch, $"{by} stopped it", clock.UtcNow, cancel);
        db.Audit(actor, "batch.halt", $"batch/{batchId}", batch.Title, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }
    }

    // A site on which the very same plan is open.
    private static async Task<string?> BusyAsync(MarketplaceDb db, List<SitePlan> ready, CancellationToken cancel)
    {
        var hashes = ready.ConvertAll(site => site.Ready!.Hash);
        return await db.Operations
            .Where(o => o.EndedAt == null && hashes.Contains(o.Plan.Hash))
            .OrderBy(o => o.Id)
            .Select(o => o.Site.Name)
            .FirstOrDefaultAsync(cancel);
    }
}
