using System.Text.Json.Serialization;
using Marketplace.Revenue.Measures;

namespace Marketplace.Revenue.Reports;

/// <summary>Days that are others each time they are asked for, or always the same.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RevenuePeriod>))]
public enum RevenuePeriod
{
    ThisMonth,
    LastMonth,
    Last3Months,
    Last12Months,
    ThisYear,
    LastYear,

    /// <summary>Always the same.</summary>
    Fixed,
}

public static class RevenuePeriods
{
    /// <summary>Those that go on with the calendar.</summary>
    public static IReadOnlyList<RevenuePeriod> Relative { get; } =
        [.. Enum.GetValues<RevenuePeriod>().Where(period => period is not RevenuePeriod.Fixed)];

    extension(RevenuePeriod period)
    {
        /// <summary>Which days it is at that day; null where the days are always the same.</summary>
        public RevenueSpan? At(DateOnly today)
        {
            var (month, year) = (RevenueSpan.MonthStart(today), new DateOnly(today.Year, 1, 1));
            return period switch
            {
                RevenuePeriod.ThisMonth => new(month, today),
                RevenuePeriod.LastMonth => new(month.AddMonths(-1), month.AddDays(-1)),
                RevenuePeriod.Last3Months => new(month.AddMonths(-3), month.AddDays(-1)),
                RevenuePeriod.Last12Months => new(month.AddMonths(-12), month.AddDays(-1)),
                RevenuePeriod.ThisYear => new(year, today),
                RevenuePeriod.LastYear => new(year.AddYears(-1), year.AddDays(-1)),
                _ => null,
            };
        }

        public string Words() => period switch
        {
            RevenuePeriod.ThisMonth => "This month",
            RevenuePeriod.LastMonth => "Last month",
            RevenuePeriod.Last3Months => "Last 3 months",
            RevenuePeriod.Last12Months => "Last 12 months",
            RevenuePeriod.ThisYear => "This year",
            RevenuePeriod.LastYear => "Last year",
            _ => "Fixed days",
        };
    }
}
