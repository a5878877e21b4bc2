using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

public abstract record StartOutcome
{
    public sealed record Started(long OperationId) : StartOutcome;

    /// <summary>The site or the catalog changed since the plan was shown; look at the new one.</summary>
    public sealed record PlanChanged : StartOutcome;

    /// <summary>What the plan brings is not free, and not licensed.</summary>
    public sealed record Unlicensed(IReadOnlyList<string> Problems) : StartOutcome;

    public sealed record NotFound : StartOutcome;
}

/// <summary>Starts and cancels operations. A plan is made again and must have the hash that was confirmed.</summary>
public sealed class OperationCommands(IDbContextFactory<MarketplaceDb> databases, Planner planner, OperationEnding ending, TimeProvider clock)
{
    /// <param name="actor">Who confirms.</param>
    /// <param name="siteId">On which site.</param>
    /// <param name="request">What the plan was made for.</param>
    /// <param name="planHash">The plan that was looked at.</param>
    /// <param name="keepOthers">When modules fail their health checks, to go on with the others instead of none.</param>
    /// <param name="cancel">Stops the work.</param>
    public async Task<StartOutcome> StartAsync(Actor actor, long siteId, ChangeRequest request, string planHash, bool keepOthers, CancellationToken cancel) =>
        await StartAsync(actor, siteId, await planner.PlanAsync(actor, siteId, request, cancel), ChangeRequestText.Write(request), planHash, keepOthers,
            cancel);

    public async Task<StartOutcome> RollBackAsync(Actor actor, long siteId, int revision, string planHash, CancellationToken cancel) =>
        await StartAsync(actor, siteId, await planner.RollBackAsync(actor, siteId, revision, cancel), "", planHash, false, cancel);

    /// <summary>
    /// What a site's policy takes, in the name of who saved it. Modules that fail their health checks stay as they were, and the others go
    /// on.
    /// </summary>
    internal async Task<StartOutcome> UpdateByPolicyAsync(Actor actor, long siteId, ChangeRequest request, string planHash, CancellationToken cancel) =>
        await StartAsync(actor, siteId, await planner.PlanAsync(actor, siteId, request, cancel), ChangeRequestText.Write(request), planHash, true, cancel,
            operation =>
        {
            operation.ActForPolicy();
            operation.Say("Begun by the site's update policy", clock.UtcNow);
            return true;
        });

    /// <summary>What a site's policy does about a suspended release. Safety asks for nobody's approval.</summary>
    internal async Task<StartOutcome> RespondAsync(Actor actor, long siteId, PlanOutcome.Ready plan, ChangeRequest? request, CancellationToken cancel) =>
        await StartAsync(actor, siteId, plan, request is null ? "" : ChangeRequestText.Write(request), plan.Hash, false, cancel, operation =>
        {
            operation.ActForPolicy();
            operation.Say("Begun by the site's policy on suspended releases", clock.UtcNow);
            return false;
        });

    /// <summary>Asks the operation to stop; false once it has switched the site, ended, or is not the actor's.</summary>
    public async Task<bool> CancelAsync(Actor actor, long operationId, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await databases.TransactAsync(db => CancelAsync(db, actor, operationId, cancel), cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // It was approved, or a worker took it, at this very moment: look again.
            }
        }
    }

    private async Task<bool> CancelAsync(MarketplaceDb db, Actor actor, long operationId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var open = db.Operations.Of(actor).Where(o => o.Id == operationId && o.EndedAt == null && o.SwitchedAt == null);
        if (await open.Include(o => o.Site).FirstOrDefaultAsync(cancel) is not { } operation)
        {
            return false;
        }

        if (operation.State is OperationState.AwaitingApproval or OperationState.AwaitingRing)
        {
            // No worker looks at it, so it ends here.
            await ending.EndAsync(db, operation, o => o.Withdraw(now), now, cancel);
        }
        else if (await open.ExecuteUpdateAsync(set => set.SetProperty(o => o.CancelRequestedAt, now).SetProperty(o => o.RetryAt, (DateTime?)null), cancel) == 1)
        {
            db.OperationChanged(operation, now);
            db.Wake(Work.Sites, now, operation.SiteId);
        }
        else
        {
            return false;
        }

        db.Audit(actor, "operation.cancel", $"operation/{operationId}", operation.Title, now);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    private async Task<StartOutcome> StartAsync(
        Actor actor, long siteId, PlanOutcome outcome, string request, string planHash, bool keepOthers, CancellationToken cancel,
        Func<Operation, bool>? mark = null)
    {
        if (outcome is PlanOutcome.NotFound)
        {
            return new StartOutcome.NotFound();
        }

        if (outcome is not PlanOutcome.Ready ready || ready.Hash != planHash)
        {
            return new StartOutcome.PlanChanged();
        }

        if (ready.Document.Unlicensed.ToList() is { Count: > 0 } unlicensed)
        {
            return new StartOutcome.Unlicensed(unlicensed.ConvertAll(license => license.Problem!));
        }

        try
        {
            return new StartOutcome.Started(await OpenAsync(siteId, planHash, cancel)
                ?? await QueueAsync(actor, siteId, ready, request, keepOthers, mark, cancel));
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another request confirmed the same plan first.
            if (await OpenAsync(siteId, planHash, cancel) is { } other)
            {
                return new StartOutcome.Started(other);
            }

            throw;
        }
    }

    // The operation that carries out this very plan and has not ended.
    private async Task<long?> OpenAsync(long siteId, string planHash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Operations
            .Where(o => o.SiteId == siteId && o.Plan.Hash == planHash && o.EndedAt == null)
            .Select(o => (long?)o.Id)
            .FirstOrDefaultAsync(cancel);
    }

    private async Task<long> QueueAsync(
        Actor actor, long siteId, PlanOutcome.Ready ready, string request, bool keepOthers, Func<Operation, bool>? mark,
        CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operation = await PrepareAsync(db, actor, siteId, ready, request, keepOthers, clock.UtcNow, cancel, mark);
        await db.SaveChangesAsync(cancel);
        return operation.Id;
    }

    /// <summary>Adds the operation to what will be saved, with all that goes along. What marks it says whether another member may have to approve.</summary>
    internal static async Task<Operation> PrepareAsync(
        MarketplaceDb db, Actor actor, long siteId, PlanOutcome.Ready ready, string request, bool keepOthers, DateTime now,
        CancellationToken cancel, Func<Operation, bool>? mark = null)
    {
        var plan = await db.Plans.FirstOrDefaultAsync(p => p.SiteId == siteId && p.Hash == ready.Hash, cancel)
            ?? new Plan(siteId, ready.Hash, ready.Title, request, ready.Document.ToJson(), ready.Document.FromRevision, actor.UserId, now);
        var operation = new Operation(plan, actor.UserId, keepOthers, now);
        var site = await db.Sites.Where(s => s.Id == siteId).Select(s => new { s.Name, s.OrganizationId, s.NeedsApproval }).SingleAsync(cancel);
        if (mark?.Invoke(operation) is not false && site.NeedsApproval && ready.Document.Restores is null)
        {
            await Approvals.AskAsync(db, operation, site.Name, now, cancel);
        }

        db.Operations.Add(operation);
        db.Audit(actor, "operation.start", $"site/{siteId}", ready.Title, now);
        db.Changed(LiveTopic.Site(siteId), now);
        db.Changed(LiveTopic.Operations(site.OrganizationId), now);
        db.Wake(Work.Sites, now, siteId);
        return operation;
    }
}
