using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Operations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Delivery;

/// <summary>
/// Agents that fell silent while they switched their site. Whether that happened only they can say, so their operation stays open; a member may give up
/// waiting, and what the agent says when it comes back is written down all the same.
/// </summary>
public sealed class AbsentAgents(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Ends the operation, whatever became of the site. False if there is no agent to be waited for, or the operation is not the actor's.</summary>
    public Task<bool> GiveUpAsync(Actor actor, long operationId, CancellationToken cancel) =>
        databases.TransactAsync(db => GiveUpAsync(db, actor, operationId, cancel), cancel);

    private async Task<bool> GiveUpAsync(MarketplaceDb db, Actor actor, long operationId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var silent = db.Silent(now);
        var given = db.Operations.Of(actor).Where(o => o.Id == operationId && o.State == OperationState.Running && silent.Any(d => d.OperationId == o.Id));
        var site = await given.Select(o => o.SiteId).FirstOrDefaultAsync(cancel);
        if (await given.ExecuteUpdateAsync(set => set.SetProperty(o => o.CancelRequestedAt, now), cancel) != 1)
        {
            return false;
        }

        db.Audit(actor, "operation.give-up", $"operation/{operationId}", "The site's agent fell silent while it switched the site", now);
        db.Changed(LiveTopic.Operation(operationId), now);
        db.Wake(Work.Sites, now, site);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>What is said of an operation that someone gave up waiting for.</summary>
    internal static OperationFailure GivenUp(DateTime? seenAt) => new(
        FailureCategory.Timeout,
        FormattableString.Invariant(
            $"The site’s agent {(seenAt is null ? "was never heard of" : $"was last heard of at {seenAt:HH:mm} UTC on {seenAt:d MMMM}")}, ")
            + "while it switched the site. Whether it did shows when it comes back.");
}

internal static class AbsentAgentsData
{
    extension(MarketplaceDb db)
    {
        /// <summary>What was handed to agents that began to switch and have not been heard of since.</summary>
        public IQueryable<DeliveryOrder> Silent(DateTime now)
        {
            var (since, contacts) = (now - AgentContact.SilenceAllowed, db.AgentContacts);
            return db.Deliveries.Where(d => d.State == DeliveryState.Open
                && d.SwitchedAt <= since
                && !contacts.Any(c => c.SiteId == d.SiteId && c.SeenAt > since));
        }
    }
}
