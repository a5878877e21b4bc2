using System.Globalization;
using Marketplace.Billing.Subscriptions;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>When periods begin, in every month, year and time zone.</summary>
public class BillingCycleTests
{
    [Theory]
    [InlineData("2027-01-31 09:00", 1, "2027-02-28 09:00", "2027-03-31 09:00", "2027-04-30 09:00")]
    [InlineData("2028-01-31 09:00", 1, "2028-02-29 09:00", "2028-03-31 09:00", "2028-04-30 09:00")]
    [InlineData("2027-01-30 09:00", 1, "2027-02-28 09:00", "2027-03-30 09:00", "2027-04-30 09:00")]
    [InlineData("2027-12-31 23:59", 1, "2028-01-31 23:59", "2028-02-29 23:59", "2028-03-31 23:59")]
    [InlineData("2028-02-29 00:00", 12, "2029-02-28 00:00", "2030-02-28 00:00", "2031-02-28 00:00")]
    [InlineData("2027-02-28 00:00", 12, "2028-02-28 00:00", "2029-02-28 00:00", "2030-02-28 00:00")]
    [InlineData("2027-05-31 12:00", 1, "2027-06-30 12:00", "2027-07-31 12:00", "2027-08-31 12:00")]
    public void A_month_without_the_day_has_it_on_its_last_and_moves_no_later_one(string first, int months, params string[] next)
    {
        var cycle = BillingCycle.Of(At(first), months, TimeZoneInfo.Utc);

        Assert.Equal(next.Select(At), Enumerable.Range(1, next.Length).Select(cycle.StartOf));
    }

    [Fact]
    public void A_leap_year_gives_the_29th_of_February_back()
    {
        var cycle = BillingCycle.Of(At("2024-02-29 08:00"), 12, TimeZoneInfo.Utc);

        Assert.Equal([At("2027-02-28 08:00"), At("2028-02-29 08:00"), At("2029-02-28 08:00")], new[] { 3, 4, 5 }.Select(cycle.StartOf));
    }

    // An hour that is left out is as long after the change as it would have been before it, and of one that is passed twice it is the first.
    [Theory]
    [InlineData("Europe/Berlin", "2027-02-28 01:30", "2027-03-28 01:30", "2027-04-28 00:30")]
    [InlineData("Europe/Berlin", "2027-08-31 00:30", "2027-09-30 00:30", "2027-10-31 00:30", "2027-11-30 01:30")]
    [InlineData("America/New_York", "2027-02-14 07:30", "2027-03-14 07:30", "2027-04-14 06:30")]
    [InlineData("America/New_York", "2027-10-07 05:30", "2027-11-07 05:30", "2027-12-07 06:30")]
    [InlineData("Australia/Lord_Howe", "2027-09-02 15:45", "2027-10-02 15:45", "2027-11-02 15:15")]
    [InlineData("America/Havana", "2027-02-14 05:00", "2027-03-14 05:00", "2027-04-14 04:00")]
    [InlineData("Asia/Kathmandu", "2027-01-30 18:15", "2027-02-27 18:15", "2027-03-30 18:15")]
    public void The_hour_of_the_clients_clock_stays_where_its_offset_changes(string zone, string first, params string[] next)
    {
        var cycle = BillingCycle.Of(At(first), 1, TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal(next.Select(At), Enumerable.Range(1, next.Length).Select(cycle.StartOf));
    }

    [Fact]
    public void From_every_day_of_thirty_years_each_month_follows_the_one_before()
    {
        for (var day = new DateTime(2010, 1, 1, 10, 0, 0, DateTimeKind.Utc); day.Year < 2040; day = day.AddDays(1))
        {
            foreach (var months in (int[])[1, 12])
            {
                var cycle = BillingCycle.Of(day, months, TimeZoneInfo.Utc);
                for (var period = 1; period <= 13; period++)
                {
                    var start = cycle.StartOf(period);
                    var month = new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(period * months);
                    Assert.Equal(month.AddDays(Math.Min(day.Day, DateTime.DaysInMonth(month.Year, month.Month)) - 1).AddHours(10), start);
                }
            }
        }
    }

    [Fact]
    public void In_every_time_zone_of_the_world_no_period_is_empty_and_none_is_far_from_its_day()
    {
        var zones = TimeZoneInfo.GetSystemTimeZones();
        Assert.True(zones.Count > 300, $"{zones.Count} zones are known here.");
        foreach (var zone in zones)
        {
            foreach (var minutes in (int[])[0, 30, 90, 150, 1439])
            {
                var cycle = new BillingCycle(new DateTime(2000, 1, 30).AddMinutes(minutes), 1, zone);
                var before = cycle.StartOf(0);
                for (var period = 1; period <= 360; period++)
                {
                    var start = cycle.StartOf(period);
                    Assert.True(start > before.AddDays(26) && start < before.AddDays(33), $"{zone.Id}, {minutes}: {before:u} to {start:u}");
                    var local = TimeZoneInfo.ConvertTimeFromUtc(start, zone);
                    Assert.True(
                        Math.Abs((local - cycle.DayOf(period).ToDateTime(TimeOnly.MinValue).AddMinutes(minutes)).TotalHours) <= 24,
                        $"{zone.Id}, {minutes}: period {period} begins at {local:u}");
                    before = start;
                }
            }
        }
    }

    private static DateTime At(string text) =>
        DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
