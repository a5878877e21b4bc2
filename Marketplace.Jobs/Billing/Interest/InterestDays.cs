using System.Numerics;
using Marketplace.Data;

namespace Marketplace.Billing.Interest;

/// <summary>What was paid, credited or written off on a day, or, less than nothing, was taken back.</summary>
internal readonly record struct OpenChange(DateOnly Day, long Minor);

/// <summary>What an invoice cost because it was late.</summary>
/// <param name="Minor">Rounded once, half a unit away from zero.</param>
/// <param name="Days">On which something was open.</param>
/// <param name="Until">The day after the last of them; the first day where there were none.</param>
public readonly record struct Accrual(long Minor, int Days, DateOnly Until);

/// <summary>Simple interest by the day: a day costs its 365th of a year, in a leap year too, of what was open when it began.</summary>
internal static class InterestDays
{
    private const int BasisPoints = 10_000, Year = 365;

    /// <param name="payable">What was open at first.</param>
    /// <param name="until">The day after the last.</param>
    public static Accrual Of(long payable, IEnumerable<OpenChange> changes, int basisPoints, DateOnly from, DateOnly until)
    {
        var sorted = changes.OrderBy(change => change.Day).ToList();
        var (sum, days, last, day) = (BigInteger.Zero, 0, from, from);
        while (day < until)
        {
            // What comes on a day changes the next.
            var open = payable - sorted.Where(change => change.Day < day).Sum(change => change.Minor);
            var next = sorted.Where(change => change.Day >= day).Select(change => change.Day.AddDays(1)).Append(until).Min();
            next = next < until ? next : until;
            if (open > 0)
            {
                sum += (BigInteger)open * (next.DayNumber - day.DayNumber);
                (days, last) = (days + next.DayNumber - day.DayNumber, next);
            }

            day = next;
        }

        return new(Whole.Nearest(sum * basisPoints, BasisPoints * Year), days, last);
    }
}
