using System.Globalization;
using Marketplace.Billing.Interest;

namespace Marketplace.Tests.Billing.Interest;

/// <summary>Interest by hand: open × days × basis points ÷ 3,650,000.</summary>
public sealed class InterestDaysTests
{
    [Theory]
    // A whole year, and one of 366 days, of which each costs a 365th: 1002.74.
    [InlineData(10000, "", 1000, "2026-01-01", "2027-01-01", 1000, 365)]
    [InlineData(10000, "", 1000, "2028-01-01", "2029-01-01", 1003, 366)]
    // 28 and 29 February and 1 March of a leap year; without the 29th in another.
    [InlineData(3650000, "", 100, "2028-02-28", "2028-03-02", 300, 3)]
    [InlineData(3650000, "", 100, "2027-02-28", "2027-03-02", 200, 2)]
    // 31 days of January and 30 of April.
    [InlineData(36500, "", 912, "2026-01-01", "2026-02-01", 283, 31)]
    [InlineData(36500, "", 912, "2026-04-01", "2026-05-01", 274, 30)]
    // Half a unit is rounded away from zero, and less is dropped: 0.5, and 0.4986.
    [InlineData(365, "", 500, "2026-05-01", "2026-05-11", 1, 10)]
    [InlineData(364, "", 500, "2026-05-01", "2026-05-11", 0, 10)]
    // Each day alone would be 0.05 and come to nothing: it is rounded once.
    [InlineData(365, "", 500, "2026-05-01", "2026-05-31", 2, 30)]
    // The day on which it is paid is counted, the next is not.
    [InlineData(10000, "2026-05-01 10000", 3650, "2026-05-01", "2026-06-01", 10, 1)]
    [InlineData(10000, "2026-04-30 10000", 3650, "2026-05-01", "2026-06-01", 0, 0)]
    // Parts: 11 days of 119.00, and 20 of 19.00.
    [InlineData(11900, "2026-03-27 10000;2026-04-16 1900", 912, "2026-03-17", "2026-05-01", 42, 31)]
    // Two on one day, and one that is taken back after five days.
    [InlineData(10000, "2026-05-03 4000;2026-05-03 6000;2026-05-08 -6000;2026-05-10 6000", 3650, "2026-05-01", "2026-06-01", 42, 5)]
    // More than was owed brings nothing back.
    [InlineData(10000, "2026-05-02 15000", 3650, "2026-05-01", "2026-06-01", 20, 2)]
    // More than 64 bits hold on the way.
    [InlineData(9_000_000_000_000_000, "", 10000, "2026-01-01", "2027-01-01", 9_000_000_000_000_000, 365)]
    [InlineData(10000, "", 912, "2026-05-02", "2026-05-02", 0, 0)]
    public void Each_day_costs_its_part_of_what_was_open_when_it_began(
        long payable, string changes, int basisPoints, string from, string until, long minor, int days)
    {
        var parts = changes.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(' '))
            .Select(part => new OpenChange(Day(part[0]), long.Parse(part[1], CultureInfo.InvariantCulture)));

        var accrued = InterestDays.Of(payable, parts, basisPoints, Day(from), Day(until));

        Assert.Equal((minor, days), (accrued.Minor, accrued.Days));
    }

    [Fact]
    public void It_ends_with_the_last_day_on_which_something_was_open()
    {
        OpenChange[] changes = [new(new(2026, 5, 3), 10000), new(new(2026, 5, 8), -10000), new(new(2026, 5, 9), 10000)];
        Assert.Equal(new DateOnly(2026, 5, 10), InterestDays.Of(10000, changes, 912, new(2026, 5, 1), new(2026, 6, 1)).Until);
        Assert.Equal(new DateOnly(2026, 5, 20), InterestDays.Of(10000, changes, 912, new(2026, 5, 20), new(2026, 6, 1)).Until);
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
