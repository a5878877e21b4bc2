using Marketplace.Installs;

namespace Marketplace.Tests.Installs;

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

    [Fact]
    public void A_time_zone_is_known_by_its_IANA_name()
    {
        Assert.True(MaintenanceWindow.IsTimeZone("America/New_York"));
        Assert.True(MaintenanceWindow.IsTimeZone("UTC"));
        Assert.False(MaintenanceWindow.IsTimeZone("Somewhere"));
        Assert.False(MaintenanceWindow.IsTimeZone(""));
    }
}
