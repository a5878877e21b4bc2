using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments.Inbox;

/// <summary>Operators have an event processed once more. That asks the provider again, so what is known already changes nothing.</summary>
public sealed class EventReplay(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <returns>False if there is no such event for the actor.</returns>
    public async Task<bool> ReplayAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        if (await db.ProviderEvents.FirstOrDefaultAsync(e => e.Id == id && operators.Any(), cancel) is not { } one)
        {
            return false;
        }

        var now = clock.UtcNow;
        one.Replay(now);
        db.Audit(actor, "event.replay", $"event/{one.Id}", $"{one.Provider} {one.Type} {one.EventId}", now);
        db.Wake(Work.ProviderEvents, now);
        db.Changed(LiveTopic.Payments, now);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // It is being processed at this moment, which is what is wanted.
        }

        return true;
    }
}
