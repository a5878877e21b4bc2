using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Subscriptions;

/// <summary>By what periods are paid after something else failed.</summary>
internal static class PeriodMethods
{
    /// <summary>By something else than what failed there is no reason to wait for the day of the next retry, nor for one after the last.</summary>
    public static async Task RetryAsync(MarketplaceDb db, IQueryable<SubscriptionPeriod> periods, DateTime now, CancellationToken cancel)
    {
        await periods.Where(p => p.PaidAt == null && p.Failure != null && p.LeadId == null && (p.ChargeAt > now || (p.ChargeAt == null
                && (p.Subscription.EndedAt == null || p.Followers.Any(f => f.Subscription.EndedAt == null)))))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.ChargeAt, now), cancel);
        db.Wake(Work.Renewals, now);
    }

    // What paid because the other failed pays from now on; else each period would fail first.
    public static async Task PreferAsync(MarketplaceDb db, SubscriptionPeriod period, Payment payment, DateTime now, CancellationToken cancel)
    {
        var by = payment.SavedMethodId;
        if (period.Failure is null || (by is not null && by == period.FailedMethodId))
        {
            return;
        }

        // What was entered is kept in the same transaction, and not saved yet.
        var method = by is not null ? await db.SavedMethods.FirstOrDefaultAsync(m => m.Id == by, cancel)
            : db.ChangeTracker.Entries<SavedMethod>().FirstOrDefault(entry => entry.State is EntityState.Added)?.Entity;
        var chosen = method?.DefaultFor is null ? method?.Id : null;
        foreach (var one in period.Together.Select(one => one.Subscription).Where(one => method is not null && one.MethodId != chosen))
        {
            one.Choose(chosen);
            await db.HappenedAsync(one, SubscriptionEventKind.MethodChosen, $"{method!.Text}, which paid it", null, now, cancel);
        }
    }
}
