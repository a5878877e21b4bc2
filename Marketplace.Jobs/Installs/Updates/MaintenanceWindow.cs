namespace Marketplace.Installs;

/// <summary>A time of some days of the week, by the clock on the wall. One that begins late reaches into the next day.</summary>
/// <param name="Days">One bit for each day on which it begins, Sunday first.</param>
/// <param name="FromMinute">When it begins, in minutes after midnight.</param>
/// <param name="Minutes">How long it is, up to a day.</param>
public sealed record MaintenanceWindow(int Days, int FromMinute, int Minutes)
{
    private const int Day = 24 * 60;

    public bool IsValid => Days is > 0 and < 128 && FromMinute is >= 0 and < Day && Minutes is > 0 and <= Day;

    public bool IsOpen(DateTime utc, string timeZone)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        var (today, minute) = ((int)local.DayOfWeek, (int)local.TimeOfDay.TotalMinutes);
        return (Begins(today) && minute >= FromMinute && minute < FromMinute + Minutes)
            || (Begins((today + 6) % 7) && minute + Day < FromMinute + Minutes);
    }

    public static bool IsTimeZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;

    private bool Begins(int day) => (Days & (1 << day)) != 0;
}
