using System.Globalization;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Succession;

/// <summary>On the day of a successor it moves whoever has not left, and still has something that goes on.</summary>
public sealed class SuccessionRun(IDbContextFactory<MarketplaceDb> databases, SuccessionDraft draft, TimeProvider clock)
{
    private const int Batch = 20;

    /// <returns>How many successions were carried out.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var due = await db.Successions.Where(s => s.CarriedOutAt == null && s.From <= now).OrderBy(s => s.From).ThenBy(s => s.Id).Select(s => s.Id)
            .Take(Batch).ToListAsync(cancel);
        var done = 0;
        foreach (var id in due)
        {
            done += await CarryOutAsync(id, now, cancel) ? 1 : 0;
        }

        return done;
    }

    private async Task<bool> CarryOutAsync(long id, DateTime now, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var succession = await db.Successions.Include(s => s.Moves).Include(s => s.Offer.Module).FirstAsync(s => s.Id == id, cancel);
        if (succession.CarriedOutAt is not null)
        {
            return false;
        }

        var module = succession.Offer.Module;
        // What was renewed since the day began has gone over already.
        var holders = (await draft.OfAsync(db, succession.OfferId, cancel)).Concat(await draft.OfAsync(db, succession.SuccessorId, cancel))
            .Select(one => one.OrganizationId).ToHashSet();
        succession.CarryOut(now);
        foreach (var move in succession.Moves.Where(move => move.DeclinedAt is null && holders.Contains(move.OrganizationId)))
        {
            move.Move(now);
            await db.NotifyMembersAsync(
                move.OrganizationId, "licenses",
                $"The new offer of {module.DisplayName} counts for you from today, {Today(now)}, and for subscriptions from their next renewal on", now,
                cancel);
            db.Changed(LiveTopic.Licenses(move.OrganizationId), now);
        }

        db.Changed(LiveTopic.Module(module.NormalizedId), now);
        return await db.TrySaveAsync(cancel);
    }

    private static string Today(DateTime now) => now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Moves organizations to the successors of their offers. Safe to run twice: one that was carried out is passed over.</summary>
public sealed class CarryOutSuccessionsJob(SuccessionRun run)
{
    public Task RunAsync(CancellationToken cancel) => run.RunAsync(cancel);
}
