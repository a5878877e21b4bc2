using System.Globalization;
using Marketplace.Pricing.Promotions;

namespace Marketplace.Tests.Pricing.Promotions;

public class PromotionPeriodTests
{
    private static readonly DateTime Now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("Europe/Berlin", "2026-01-15 09:00", "2026-01-15 08:00", "2026-01-15 08:00")]
    [InlineData("Europe/Berlin", "2026-07-15 09:00", "2026-07-15 07:00", "2026-07-15 07:00")]
    // The clock is put from two to three on March 29, and back on October 25.
    [InlineData("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:00", "2026-03-29 01:00")]
    [InlineData("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30", "2026-10-25 01:30")]
    [InlineData("Europe/Berlin", "2026-10-25 03:00", "2026-10-25 02:00", "2026-10-25 02:00")]
    [InlineData("America/New_York", "2026-03-08 02:15", "2026-03-08 07:00", "2026-03-08 07:00")]
    [InlineData("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30", "2026-11-01 06:30")]
    [InlineData("Australia/Sydney", "2026-04-05 02:30", "2026-04-04 15:30", "2026-04-04 16:30")]
    // By half an hour.
    [InlineData("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30", "2026-10-03 15:30")]
    [InlineData("Asia/Kolkata", "2026-10-25 02:30", "2026-10-24 21:00", "2026-10-24 21:00")]
    [InlineData("UTC", "2026-10-25 02:30", "2026-10-25 02:30", "2026-10-25 02:30")]
    public void A_time_on_the_wall_is_the_first_such_moment_as_start_and_the_last_as_end(string zone, string wall, string start, string end)
    {
        var local = At(wall);

        Assert.Equal((At(start), DateTimeKind.Utc), (new PromotionPeriod(local, null, zone).StartUtc, new PromotionPeriod(local, null, zone).StartUtc.Kind));
        Assert.Equal(At(end), new PromotionPeriod(local.AddDays(-1), local, zone).EndUtc);
    }

    [Theory]
    [InlineData("2026-01-15 09:00", null, "Europe/Berlin", null)]
    [InlineData("2025-01-15 09:00", "2026-01-01 00:01", "UTC", null)]
    [InlineData("2026-01-15 09:00", null, "Europe/Atlantis", "“Europe/Atlantis” is no time zone.")]
    [InlineData("2026-01-15 09:00", "2026-01-15 09:00", "UTC", "ends after it starts")]
    [InlineData("2025-01-15 09:00", "2026-01-01 00:00", "UTC", "ends in the future")]
    [InlineData("2026-03-29 02:30", "2026-03-29 03:00", "Europe/Berlin", "ends after it starts")]
    [InlineData("0001-01-01 00:00", null, "Asia/Tokyo", "between 2000 and 2100")]
    [InlineData("2026-01-15 09:00", "9999-12-31 23:00", "America/New_York", "between 2000 and 2100")]
    public void What_is_wrong_with_a_period_is_named(string start, string? end, string zone, string? problem)
    {
        var found = new PromotionPeriod(At(start), end is null ? null : At(end), zone).Problem(Now);

        Assert.Equal(problem is null, found is null);
        Assert.Contains(problem ?? "", found ?? "", StringComparison.Ordinal);
    }

    private static DateTime At(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
