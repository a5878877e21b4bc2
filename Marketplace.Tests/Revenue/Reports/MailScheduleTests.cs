using System.Globalization;
using Marketplace.Revenue.Reports;

namespace Marketplace.Tests.Revenue.Reports;

public sealed class MailScheduleTests
{
    [Theory]
    [InlineData(MailPace.Daily, 0, 8, "2026-04-02 09:00", "2026-04-02 06:00", "2026-04-03 06:00")]
    [InlineData(MailPace.Daily, 0, 8, "2026-04-02 05:59", "2026-04-01 06:00", "2026-04-02 06:00")]
    [InlineData(MailPace.Daily, 0, 8, "2026-04-02 06:00", "2026-04-02 06:00", "2026-04-03 06:00")]
    [InlineData(MailPace.Weekly, 1, 8, "2026-04-02 09:00", "2026-03-30 06:00", "2026-04-06 06:00")]
    [InlineData(MailPace.Weekly, 7, 8, "2026-04-02 09:00", "2026-03-29 06:00", "2026-04-05 06:00")]
    [InlineData(MailPace.Monthly, 31, 8, "2026-03-01 09:00", "2026-02-28 07:00", "2026-03-31 06:00")]
    // That hour is left out when the clock is put forward, and comes twice when it is put back.
    [InlineData(MailPace.Daily, 0, 2, "2026-03-29 03:00", "2026-03-29 01:00", "2026-03-30 00:00")]
    [InlineData(MailPace.Daily, 0, 2, "2026-10-25 00:30", "2026-10-25 00:00", "2026-10-26 01:00")]
    public void It_is_due_by_the_clock_and_calendar_of_whoever_set_it(MailPace pace, int day, int hour, string now, string latest, string next)
    {
        var schedule = new MailSchedule(pace, day, hour, "Europe/Berlin");

        Assert.True(schedule.IsValid);
        Assert.Equal((Utc(latest), Utc(next)), (schedule.LatestDue(Utc(now)), schedule.NextDue(Utc(now))));
        Assert.Equal(schedule, MailSchedule.Of(schedule.ToJson()));
    }

    [Fact]
    public void It_says_itself_in_words()
    {
        Assert.Equal("Every day at 08:00 (UTC)", new MailSchedule(MailPace.Daily, 0, 8, "UTC").Words());
        Assert.Equal("Every Sunday at 18:00 (Asia/Kolkata)", new MailSchedule(MailPace.Weekly, 7, 18, "Asia/Kolkata").Words());
        Assert.Equal("Every month on day 1 at 00:00 (UTC)", new MailSchedule(MailPace.Monthly, 1, 0, "UTC").Words());
    }

    [Fact]
    public void The_day_is_that_of_the_zone_and_not_of_UTC() =>
        Assert.Equal(new(2026, 12, 1), new MailSchedule(MailPace.Monthly, 1, 0, "Europe/Berlin").DayOf(Utc("2026-11-30 23:00")));

    [Theory]
    [InlineData(MailPace.Weekly, 0, 8, "UTC")]
    [InlineData(MailPace.Weekly, 8, 8, "UTC")]
    [InlineData(MailPace.Monthly, 32, 8, "UTC")]
    [InlineData(MailPace.Daily, 0, 24, "UTC")]
    [InlineData(MailPace.Daily, 0, 8, "Mars/Olympus")]
    [InlineData((MailPace)7, 1, 8, "UTC")]
    public void What_no_calendar_has_is_refused(MailPace pace, int day, int hour, string zone) => Assert.False(new MailSchedule(pace, day, hour, zone).IsValid);

    private static DateTime Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
