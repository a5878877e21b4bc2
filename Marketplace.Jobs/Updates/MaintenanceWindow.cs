using Marketplace.Accounts;

namespace Marketplace.Updates;

/// <summary>
/// A time of some days of the week, by the clock on the wall. One that begins late reaches into the next day. Where the clock jumps over its beginning it
/// begins after the jump, and where an hour comes twice it begins the first time.
/// </summary>
/// <param name="Days">One bit for each day on which it begins, Sunday first.</param>
/// <param name="FromMinute">When it begins, in minutes after midnight.</param>
/// <param name="Minutes">How long it is, up to a day.</param>
public sealed record MaintenanceWindow(int Days, int FromMinute, int Minutes)
{
    private const int Day = 24 * 60;

    public bool IsValid => Days is > 0 and < 128 && FromMinute is >= 0 and < Day && Minutes is > 0 and <= Day;

    public bool IsOpen(DateTime utc, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var today = TimeZoneInfo.ConvertTimeFromUtc(utc, zone).Date;
        return IsOpen(utc, today, zone) || IsOpen(utc, today.AddDays(-1), zone);
    }

    public static bool IsTimeZone(string name) => TimeZones.Find(name) is not null;

    private bool IsOpen(DateTime utc, DateTime day, TimeZoneInfo zone)
    {
        // A whole day is as long as that day is.
        var start = Start(day, zone);
        return Begins((int)day.DayOfWeek) && utc >= start && utc < (Minutes is Day ? Start(day.AddDays(1), zone) : start.AddMinutes(Minutes));
    }

    private DateTime Start(DateTime day, TimeZoneInfo zone)
    {
        var local = day.AddMinutes(FromMinute);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    }

    private bool Begins(int day) => (Days & (1 << day)) != 0;
}
