using Hangfire;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Movements;

/// <summary>Takes what is paused out of recurring revenue: a pause begins by the clock, and nobody saves anything then.</summary>
public sealed class PausedSubscriptions(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int Page = 200;

    public async Task RunAsync(CancellationToken cancel)
    {
        Guid? last = null;
        while (await PageAsync(last, cancel) is { Count: > 0 } ids)
        {
            foreach (var id in ids)
            {
                await PauseAsync(id, cancel);
            }

            last = ids[^1];
        }
    }

    private async Task<List<Guid>> PageAsync(Guid? after, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (now, movements) = (clock.UtcNow, db.RecurringMovements);
        return await db.Subscriptions.Where(s => s.PausedFrom <= now && s.EndedAt == null && (after == null || s.Id > after))
            .Where(s => movements.Where(m => m.SubscriptionId == s.Id).Sum(m => m.Minor) > 0).OrderBy(s => s.Id).Take(Page).Select(s => s.Id)
            .ToListAsync(cancel);
    }

    private async Task PauseAsync(Guid id, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        try
        {
            await databases.TransactAsync(async db =>
            {
                // Another may have resumed it.
                if (await db.Subscriptions.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id && s.PausedFrom <= now, cancel) is { } paused)
                {
                    await (await RecurringMovements.OfAsync(db, paused, cancel)).MoveAsync(default, paused.PausedFrom!.Value, now, cancel);
                }

                return await db.SaveChangesAsync(cancel);
            }, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Whoever was first has seen the pause too.
        }
    }
}

/// <summary>Safe to run twice: what is paused is taken out once.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class PausedSubscriptionsJob(PausedSubscriptions paused)
{
    public Task RunAsync(CancellationToken cancel) => paused.RunAsync(cancel);
}
