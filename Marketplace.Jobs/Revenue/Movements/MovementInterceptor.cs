using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Revenue.Movements;

/// <summary>
/// Writes the movements of a changed subscription with the change itself. It looks at what is saved and not at who saves it, so none of the many ways in
/// which a subscription changes can be forgotten.
/// </summary>
internal sealed class MovementInterceptor(TimeProvider clock) : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        Changed((MarketplaceDb)eventData.Context!).Count == 0 ? result : throw new NotSupportedException("Subscriptions are saved asynchronously.");

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var (db, now) = ((MarketplaceDb)eventData.Context!, clock.UtcNow);
        foreach (var entry in Changed(db))
        {
            await MoveAsync(db, entry, now, cancellationToken);
        }

        return result;
    }

    private static List<EntityEntry<Subscription>> Changed(MarketplaceDb db) =>
        [.. db.ChangeTracker.Entries<Subscription>().Where(entry => entry.State is EntityState.Added or EntityState.Modified)];

    private static async Task MoveAsync(MarketplaceDb db, EntityEntry<Subscription> entry, DateTime now, CancellationToken cancel)
    {
        var (subscription, at) = (entry.Entity, AtOf(db, entry, now));
        var movements = await RecurringMovements.OfAsync(db, subscription, cancel);
        // A pause that no job saw begin began all the same.
        if (entry.State is EntityState.Modified && subscription.PausedFrom is null
            && entry.OriginalValues.GetValue<DateTime?>(nameof(Subscription.PausedFrom)) is { } paused && paused < at)
        {
            await movements.MoveAsync(default, paused, now, cancel);
        }

        await movements.MoveAsync(RecurringPrice.Of(subscription, at), at, now, cancel);
    }

    // When it happened, however late a job did it.
    private static DateTime AtOf(MarketplaceDb db, EntityEntry<Subscription> entry, DateTime now)
    {
        var subscription = entry.Entity;
        if (subscription.EndedAt is { } ended)
        {
            // It brought nothing any more once what was billed was over.
            var ends = entry.State is EntityState.Modified ? entry.OriginalValues.GetValue<DateTime?>(nameof(Subscription.EndsAt)) : null;
            return ((DateTime[])[ended, ends ?? ended, subscription.BilledUntil]).Min();
        }

        return entry.State is EntityState.Added ? subscription.StartedAt
            : subscription.EndsAt < now ? subscription.EndsAt.Value
            : subscription.Periods.Where(period => db.Entry(period).State is EntityState.Added).MaxBy(period => period.Number)?.From ?? now;
    }
}
