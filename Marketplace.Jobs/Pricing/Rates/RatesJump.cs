using System.Globalization;

namespace Marketplace.Pricing.Rates;

/// <summary>Whether rates are plausible beside those before them: a slip of the point, or a hostile file, must not price anything.</summary>
internal static class RatesJump
{
    /// <summary>By how much a rate may change from one day of rates to the next. The largest change of one that the bank quotes was about a quarter.</summary>
    private const decimal MaxStep = 1.4m;

    /// <summary>And over a gap longer than <see cref="ShortGap"/>: nothing is known of what lay between.</summary>
    private const decimal MaxLeap = 3m;

    private const int ShortGap = 10;

    /// <summary>Null where nothing jumps.</summary>
    /// <param name="before">The last rates that are known; null where there are none.</param>
    /// <param name="days">Later days, the oldest first.</param>
    public static string? Problem(RatesOf? before, IEnumerable<PublishedDay> days)
    {
        var last = before?.Currencies.ToDictionary(currency => currency, currency => (before.Day, PerEuro: before.PerEuro(currency)!.Value)) ?? [];
        foreach (var day in days)
        {
            foreach (var (currency, rate) in day.PerEuro)
            {
                if (last.TryGetValue(currency, out var earlier)
                    && Math.Max(rate, earlier.PerEuro) > Math.Min(rate, earlier.PerEuro) * (Gap(earlier.Day, day.Day) > ShortGap ? MaxLeap : MaxStep))
                {
                    return string.Create(CultureInfo.InvariantCulture,
                        $"{currency} jumps from {earlier.PerEuro:0.########} on {earlier.Day:yyyy-MM-dd} to {rate:0.########} on {day.Day:yyyy-MM-dd}.");
                }

                last[currency] = (day.Day, rate);
            }
        }

        return null;
    }

    private static int Gap(DateOnly from, DateOnly to) => to.DayNumber - from.DayNumber;
}
