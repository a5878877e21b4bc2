namespace Marketplace.Portal.Shared.Charts;

/// <summary>An axis between two round amounts, in even steps.</summary>
public sealed record ChartScale(decimal Low, decimal High, decimal Step)
{
    // With noughts or places. Twice each of them is round too.
    private static readonly decimal[] RoundDigits = [1, 2, 3, 5, 10];

    /// <param name="steps">About how many; the roundest step wins.</param>
    /// <param name="isShortened">It may begin above zero if all amounts are far above.</param>
    public static ChartScale Of(IEnumerable<decimal> amounts, int steps = 2, bool isShortened = false)
    {
        List<decimal> all = [.. amounts.DefaultIfEmpty()];
        var (low, high) = (all.Min(), all.Max());
        isShortened &= low < high && low >= high / 2;
        if (!isShortened)
        {
            (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        }

        var step = Round((high - low) / steps);
        step = all.TrueForAll(decimal.IsInteger) ? Math.Max(step, 1) : step;

        // Of the lowest amount something must remain to be seen.
        low = Math.Floor((isShortened ? low - (step / 10) : low) / step) * step;
        return new(low, Math.Max(Math.Ceiling(high / step) * step, low + step), step);
    }

    /// <summary>From the top down.</summary>
    public IEnumerable<decimal> Lines => Enumerable.Range(0, (int)((High - Low) / Step) + 1).Select(line => High - (line * Step));

    /// <summary>How far below the top, in percent of the height.</summary>
    public double Below(decimal amount) => (double)((High - amount) / (High - Low)) * 100;

    private static decimal Round(decimal amount)
    {
        var power = 1m;
        while (amount > 0 && power >= amount)
        {
            power /= 10;
        }

        while (power * 10 < amount)
        {
            power *= 10;
        }

        return RoundDigits.Select(digit => digit * power).First(step => step >= amount);
    }
}
