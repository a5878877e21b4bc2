using Marketplace.Resolution;
using Marketplace.Updates;

namespace Marketplace.Tests.Updates;

public sealed class MaintenanceWindowTests
{
    private static readonly MaintenanceWindow SundayNight = new(1 << (int)DayOfWeek.Sunday, 23 * 60, 120);

    [Theory]
    [InlineData("2026-03-01T21:59:00Z", false)] // 22:59 on a Sunday in Berlin
    [InlineData("2026-03-01T22:00:00Z", true)]
    [InlineData("2026-03-01T23:59:00Z", true)] // 00:59 on Monday
    [InlineData("2026-03-02T00:00:00Z", false)]
    [InlineData("2026-03-02T22:30:00Z", false)] // Monday night
    [InlineData("2026-07-05T21:00:00Z", true)] // 23:00 in summer time
    [InlineData("2026-07-05T20:59:00Z", false)]
    public void A_window_goes_by_the_clock_of_its_time_zone_and_may_reach_into_the_next_day(string utc, bool open) =>
        Assert.Equal(open, SundayNight.IsOpen(DateTime.Parse(utc, null, System.Globalization.DateTimeStyles.AdjustToUniversal), "Europe/Berlin"));

    [Theory]
    [InlineData("2026-03-29T00:59:00Z", false)] // 01:59, then the clock jumps to 03:00
    [InlineData("2026-03-29T01:00:00Z", true)]
    [InlineData("2026-03-29T01:29:00Z", true)]
    [InlineData("2026-03-29T01:30:00Z", false)]
    [InlineData("2026-10-25T00:29:00Z", false)]
    [InlineData("2026-10-25T00:30:00Z", true)] // 02:30 for the first time
    [InlineData("2026-10-25T00:59:00Z", true)]
    [InlineData("2026-10-25T01:00:00Z", false)] // 02:00 again
    [InlineData("2026-10-25T01:30:00Z", false)] // 02:30 for the second time
    [InlineData("2026-10-25T01:59:00Z", false)]
    [InlineData("2026-10-25T02:00:00Z", false)]
    public void A_window_opens_once_where_the_clock_changes(string utc, bool open) => Assert.Equal(
        open, new MaintenanceWindow(1 << (int)DayOfWeek.Sunday, (2 * 60) + 30, 30).IsOpen(At(utc), "Europe/Berlin"));

    [Fact]
    public void A_window_of_every_whole_day_is_never_closed()
    {
        foreach (var from in new[] { 0, 150, 23 * 60 })
        {
            var always = new MaintenanceWindow(127, from, 24 * 60);
            foreach (var day in new[] { "2026-03-28T00:00:00Z", "2026-10-24T00:00:00Z" })
            {
                Assert.All(Enumerable.Range(0, 3 * 24 * 60), minute => Assert.True(always.IsOpen(At(day).AddMinutes(minute), "Europe/Berlin")));
            }
        }
    }

    private static DateTime At(string utc) => DateTime.Parse(utc, null, System.Globalization.DateTimeStyles.AdjustToUniversal);

    [Fact]
    public void A_time_zone_is_known_by_its_IANA_name()
    {
        Assert.True(MaintenanceWindow.IsTimeZone("America/New_York"));
        Assert.True(MaintenanceWindow.IsTimeZone("UTC"));
        Assert.False(MaintenanceWindow.IsTimeZone("Somewhere"));
        Assert.False(MaintenanceWindow.IsTimeZone(""));
    }
}
