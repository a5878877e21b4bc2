using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

public enum ApprovalOutcome
{
    Done,

    /// <summary>There is no such operation on a site of the actor.</summary>
    NotFound,

    /// <summary>The actor asked for it; another member has to approve.</summary>
    Own,

    /// <summary>It does not wait for approval, or no longer.</summary>
    NotAwaited,
}

/// <summary>Where a site asks for it, what one member confirmed another approves or declines.</summary>
public sealed class Approvals(IDbContextFactory<MarketplaceDb> databases, OperationEnding ending, TimeProvider clock)
{
    private const int MaxReason = 300;

    public Task<ApprovalOutcome> ApproveAsync(Actor actor, long operationId, CancellationToken cancel) =>
        DecideAsync(actor, operationId, "operation.approve", ends: false, (operation, by, now) =>
        {
            operation.Approve(actor.UserId);
            operation.Say($"Approved by {by}", now);
            return $"{by} approved: {operation.Title}";
        }, cancel);

    public Task<ApprovalOutcome> DeclineAsync(Actor actor, long operationId, string reason, CancellationToken cancel) =>
        DecideAsync(actor, operationId, "operation.decline", ends: true, (operation, by, now) =>
        {
            var why = reason.Trim() is { Length: > 0 } text ? $": {text.Clip(MaxReason)}" : "";
            operation.Say($"Declined by {by}{why}", now, isWarning: true);
            return $"{by} declined {operation.Title}{why}";
        }, cancel);

    /// <summary>Makes the operation wait and asks the other members.</summary>
    internal static async Task AskAsync(MarketplaceDb db, Operation operation, string site, DateTime now, CancellationToken cancel)
    {
        const int Most = 100;
        operation.AwaitApproval();
        var by = await db.Users.Where(u => u.Id == operation.RequestedById).Select(u => u.DisplayName).SingleAsync(cancel);
        var others = await db.Sites
            .Where(s => s.Id == operation.SiteId)
            .SelectMany(s => s.Organization.Memberships)
            .Where(m => m.UserId != operation.RequestedById)
            .OrderByDescending(m => m.Role).ThenBy(m => m.UserId).Select(m => m.UserId).Take(Most).ToListAsync(cancel);
        others.ForEach(other => db.Notify(other, $"site/{operation.SiteId}", $"{by} asks for your approval on {site}: {operation.Title}", now));
        operation.Say($"Waiting for the approval of another member", now);
    }

    private async Task<ApprovalOutcome> DecideAsync(
        Actor actor, long operationId, string action, bool ends, Func<Operation, string, DateTime, string> decide, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operation = await db.Operations.Of(actor).Include(o => o.Site).Include(o => o.Batch).FirstOrDefaultAsync(o => o.Id == operationId, cancel);
        switch (operation)
        {
            case null:
                return ApprovalOutcome.NotFound;
            case not { State: OperationState.AwaitingApproval }:
                return ApprovalOutcome.NotAwaited;
            case { RequestedById: var by } when by == actor.UserId:
                return ApprovalOutcome.Own;
        }

        var name = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.DisplayName).SingleAsync(cancel);
        db.Notify(operation.RequestedById, $"site/{operation.SiteId}", decide(operation, name, now), now);
        if (ends)
        {
            await ending.EndAsync(db, operation, o => o.Withdraw(now), now, cancel);
        }
        else
        {
            db.OperationChanged(operation, now);
            db.Wake(Work.Sites, now, operation.SiteId);
            if (operation.BatchId is { } batch)
            {
                // Its ring may have begun while it was decided.
                db.Wake(Work.Batches, now, batch);
            }
        }

        db.Audit(actor, action, $"operation/{operationId}", operation.Title, now);
        try
        {
            await db.SaveChangesAsync(cancel);
            return ApprovalOutcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another hand decided it first, or took it back.
            return ApprovalOutcome.NotAwaited;
        }
    }
}
