using Marketplace.Revenue.Measures;

namespace Marketplace.Tests.Revenue;

public sealed class RevenueSpanTests
{
    [Theory]
    [InlineData("2026-11-01", "2026-11-22", "2026-10-01", "2026-10-22", "2025-11-01", "2025-11-22")]
    [InlineData("2026-11-01", "2026-11-30", "2026-10-01", "2026-10-31", "2025-11-01", "2025-11-30")]
    [InlineData("2024-02-01", "2024-02-29", "2024-01-01", "2024-01-31", "2023-02-01", "2023-02-28")]
    [InlineData("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28", "2025-03-01", "2025-03-31")]
    [InlineData("2026-03-01", "2026-03-30", "2026-02-01", "2026-02-28", "2025-03-01", "2025-03-30")]
    [InlineData("2026-01-01", "2026-11-30", "2025-02-01", "2025-12-31", "2025-01-01", "2025-11-30")]
    [InlineData("2026-10-20", "2026-11-08", "2026-09-30", "2026-10-19", "2025-10-20", "2025-11-08")]
    public void A_period_is_compared_with_what_is_like_it(string from, string to, string before, string beforeTo, string year, string yearTo)
    {
        var span = new RevenueSpan(Day(from), Day(to));
        Assert.Equal(new RevenueSpan(Day(before), Day(beforeTo)), span.Before());
        Assert.Equal(new RevenueSpan(Day(year), Day(yearTo)), span.YearBefore());
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
