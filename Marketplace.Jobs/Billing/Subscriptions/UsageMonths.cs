using Marketplace.Data;
using Marketplace.Licensing.Metering;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Subscriptions;

/// <summary>For which days use is counted together: a month of what was billed. Days are those of UTC, in one month at most.</summary>
/// <param name="Pieces">By what was bought in it, in their order.</param>
internal sealed record UsageMonth(DateOnly From, DateOnly Until, IReadOnlyList<UsagePiece> Pieces)
{
    public IEnumerable<string> Names => Pieces.SelectMany(piece => piece.Meters).Select(meter => meter.Name);

    /// <summary>Bills what was used of a quantity and is not billed yet: each piece by its own price, counted on from what was billed of the month.</summary>
    /// <param name="days">On which it was used; what is billed is marked.</param>
    public IReadOnlyList<UsedQuantity> Bill(string name, IReadOnlyList<UsageDay> days)
    {
        var (used, before) = (new List<UsedQuantity>(), days.Where(day => day.Day >= From && day.Day < Until).Sum(day => day.Billed));
        foreach (var piece in Pieces)
        {
            var own = days.Where(day => day.Day >= piece.From && day.Day < piece.Until).ToList();
            if (piece.Meters.FirstOrDefault(meter => meter.Name == name) is { } meter && own.Sum(day => day.Count - day.Billed) is > 0 and var more)
            {
                used.Add(new(
                    $"{more:#,0} {meter.Unit} from {piece.From:yyyy-MM-dd}, {meter.Included:#,0} included", meter.Of(before + more) - meter.Of(before)));
                own.ForEach(day => day.Bill());
                before += more;
            }
        }

        return used;
    }
}

/// <param name="Meters">What use costs on its days.</param>
internal sealed record UsagePiece(DateOnly From, DateOnly Until, IReadOnlyList<PricedMeter> Meters);

internal static class UsageMonths
{
    /// <param name="periods">In their order; pieces of a turn follow it.</param>
    public static IReadOnlyList<UsageMonth> Of(IReadOnlyList<SubscriptionPeriod> periods, TimeZoneInfo zone)
    {
        var turns = new List<List<SubscriptionPeriod>>();
        foreach (var period in periods)
        {
            if (period.Continues && turns.Count > 0)
            {
                turns[^1].Add(period);
            }
            else
            {
                turns.Add([period]);
            }
        }

        return [.. turns.SelectMany(turn => Months(turn, zone)).Where(month => month.From < month.Until)];
    }

    private static IEnumerable<UsageMonth> Months(List<SubscriptionPeriod> turn, TimeZoneInfo zone)
    {
        var (from, until) = (turn[0].From, turn[^1].Until);
        var (cycle, number) = (BillingCycle.Of(from, 1, zone), 0);
        // A month that is shorter than the turn by a day or two, as from the last of February, is the turn.
        for (var begins = from; begins < until; number++)
        {
            var next = cycle.StartOf(number + 1);
            var ends = next.AddDays(MaxRest) < until ? next : until;
            var (first, end) = (DateOnly.FromDateTime(begins), DateOnly.FromDateTime(ends));
            yield return new(first, end, Pieces(turn, first, end));
            begins = ends;
        }
    }

    // Another number of sites changes nothing of what use costs.
    private static List<UsagePiece> Pieces(List<SubscriptionPeriod> turn, DateOnly from, DateOnly until)
    {
        var (pieces, last) = (new List<UsagePiece>(), (SubscriptionPeriod?)null);
        foreach (var period in turn)
        {
            var (first, end) = (DateOnly.FromDateTime(period.From), DateOnly.FromDateTime(period.Until));
            (first, end) = (first > from ? first : from, end < until ? end : until);
            if (first >= end)
            {
                continue;
            }

            if (last?.IsMeteredLike(period) is true)
            {
                pieces[^1] = pieces[^1] with { Until = end };
            }
            else
            {
                pieces.Add(new(first, end, period.Meters));
            }

            last = period;
        }

        return pieces;
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
