using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments.Reconciliation;

/// <summary>Operators work on differences: they close those about which nothing is to be done, and have everything compared again.</summary>
public sealed class Differences(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <returns>Null where it is done; otherwise what is wrong.</returns>
    public async Task<string?> CloseAsync(Actor actor, long id, string reason, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        if (await db.Differences.FirstOrDefaultAsync(d => d.Id == id && operators.Any(), cancel) is not { } difference)
        {
            return "There is no such difference.";
        }

        if (reason.Trim() is not { Length: > 0 and <= Difference.MaxReason } why)
        {
            return $"Say why nothing is to be done, in at most {Difference.MaxReason} characters.";
        }

        if (!difference.IsOpen)
        {
            return "It is no longer open.";
        }

        var now = clock.UtcNow;
        difference.Close(why, actor.UserId, now);
        db.Audit(actor, "difference.close", $"difference/{id}", $"{difference.Provider} {difference.Subject}: {why}", now);
        db.Changed(LiveTopic.Payments, now);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>Has all providers compared with the books soon.</summary>
    /// <returns>False if the actor is no operator.</returns>
    public async Task<bool> CompareAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return false;
        }

        db.Audit(actor, "reconciliation.run", "reconciliation", "", clock.UtcNow);
        db.Wake(Work.Reconciliation, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return true;
    }
}
