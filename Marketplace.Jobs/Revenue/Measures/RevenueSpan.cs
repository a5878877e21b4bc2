namespace Marketplace.Revenue.Measures;

/// <summary>Some days.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
public readonly record struct RevenueSpan(DateOnly From, DateOnly To)
{
    /// <summary>The day before, at whose end it opens.</summary>
    public DateOnly Opening => From.AddDays(-1);

    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>How many months of a year's mean length it has.</summary>
    public decimal Months => Days * 12 / 365.2425m;

    /// <summary>The same days of the month before, or as many days before it where it is more than a month.</summary>
    public RevenueSpan Before() => (From.Year, From.Month) == (To.Year, To.Month)
        ? new(From.AddMonths(-1), To == MonthEnd(To) ? MonthEnd(From.AddMonths(-1)) : To.AddMonths(-1))
        : From.Day == 1 && To == MonthEnd(To) ? new(From.AddMonths(-MonthsBetween(From, To) - 1), From.AddDays(-1))
        : new(From.AddDays(-Days), From.AddDays(-1));

    public RevenueSpan YearBefore() => new(From.AddYears(-1), To == MonthEnd(To) ? MonthEnd(To.AddYears(-1)) : To.AddYears(-1));

    internal static DateOnly MonthStart(DateOnly day) => new(day.Year, day.Month, 1);

    internal static DateOnly MonthEnd(DateOnly day) => MonthStart(day).AddMonths(1).AddDays(-1);

    /// <summary>From one month to another: none within the same.</summary>
    internal static int MonthsBetween(DateOnly from, DateOnly to) => ((to.Year - from.Year) * 12) + to.Month - from.Month;
}
