using Marketplace.Data;
using Marketplace.Licensing.Metering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Subscriptions;

/// <summary>For which days use is counted together: a month of what was billed, with all its pieces. Days are those of UTC, in one month at most.</summary>
internal readonly record struct UsageMonth(DateOnly From, DateOnly Until);

internal static class UsageMonths
{
    /// <param name="periods">In their order; pieces of a turn follow it.</param>
    public static IReadOnlyList<UsageMonth> Of(IReadOnlyList<SubscriptionPeriod> periods, TimeZoneInfo zone)
    {
        var turns = new List<(DateTime From, DateTime Until)>();
        foreach (var period in periods)
        {
            if (period.Continues && turns.Count > 0)
            {
                turns[^1] = (turns[^1].From, period.Until);
            }
            else
            {
                turns.Add((period.From, period.Until));
            }
        }

        return [.. turns.SelectMany(turn => Months(turn.From, turn.Until, zone)).Where(month => month.From < month.Until)];
    }

    private static IEnumerable<UsageMonth> Months(DateTime from, DateTime until, TimeZoneInfo zone)
    {
        var (cycle, number) = (BillingCycle.Of(from, 1, zone), 0);
        // A month that is shorter than the turn by a day or two, as from the last of February, is the turn.
        for (var begins = from; begins < until; number++)
        {
            var next = cycle.StartOf(number + 1);
            var ends = next.AddDays(MaxRest) < until ? next : until;
            yield return new(DateOnly.FromDateTime(begins), DateOnly.FromDateTime(ends));
            begins = ends;
        }
    }

    private const int MaxRest = 4;
}

internal static class UsedDays
{
    extension(MarketplaceDb db)
    {
        /// <summary>What was marked as billed and is not saved is billed later.</summary>
        public void ForgetUsed()
        {
            foreach (var day in db.ChangeTracker.Entries<UsageDay>().Where(day => day.State is EntityState.Modified).ToList())
            {
                day.CurrentValues.SetValues(day.OriginalValues);
                day.State = EntityState.Unchanged;
            }
        }
    }
}
