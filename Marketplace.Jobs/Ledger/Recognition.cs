using System.Numerics;
using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>How much of what was paid for a term is earned by when: by the day, every day as good as another.</summary>
public static class Recognition
{
    /// <summary>What is earned of the amount before the day. On the day of the end, and after, it is all.</summary>
    /// <param name="from">The first day of the term.</param>
    /// <param name="to">The day after its last.</param>
    public static long Before(long minor, DateOnly from, DateOnly to, DateOnly day)
    {
        if (to <= from)
        {
            throw new ArgumentException($"A term from {from:yyyy-MM-dd} to {to:yyyy-MM-dd} has no day.");
        }

        var (passed, days) = (Math.Clamp(day.DayNumber - from.DayNumber, 0, to.DayNumber - from.DayNumber), to.DayNumber - from.DayNumber);
        return Whole.Nearest((BigInteger)minor * passed, days);
    }

    /// <summary>What is earned on the days from <paramref name="since"/> to before <paramref name="until"/>. Parts without gaps sum to the whole.</summary>
    public static long Between(long minor, DateOnly from, DateOnly to, DateOnly since, DateOnly until) =>
        Before(minor, from, to, until) - Before(minor, from, to, since);
}
