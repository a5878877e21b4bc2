using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Accounts;

namespace Marketplace.Revenue.Reports;

[JsonConverter(typeof(JsonStringEnumConverter<MailPace>))]
public enum MailPace
{
    Daily,
    Weekly,
    Monthly,
}

/// <summary>When a view is mailed.</summary>
/// <param name="Day">Weekly 1 to 7, from Monday; monthly 1 to 31, where a shorter month has it on its last day; otherwise nothing.</param>
/// <param name="Hour">0 to 23, by the clock of the zone.</param>
/// <param name="Zone">The IANA name of the time zone of whoever set it.</param>
public sealed record MailSchedule(MailPace Pace, int Day, int Hour, string Zone)
{
    // In so many days each pace has come once.
    private const int Longest = 32;

    [JsonIgnore]
    public bool IsValid => Enum.IsDefined(Pace) && Hour is >= 0 and <= 23 && TimeZones.Find(Zone) is not null && Pace switch
    {
        MailPace.Weekly => Day is >= 1 and <= 7,
        MailPace.Monthly => Day is >= 1 and <= 31,
        _ => true,
    };

    private TimeZoneInfo TimeZone => TimeZones.Find(Zone) ?? TimeZoneInfo.Utc;

    /// <summary>The last time at which it was due, in UTC; what was missed before is not sent any more.</summary>
    public DateTime LatestDue(DateTime now)
    {
        var today = DayOf(now);
        return Enumerable.Range(0, Longest).Select(back => today.AddDays(-back)).Where(IsDueOn).Select(Instant).First(at => at <= now);
    }

    public DateTime NextDue(DateTime now)
    {
        var today = DayOf(now);
        return Enumerable.Range(0, Longest).Select(today.AddDays).Where(IsDueOn).Select(Instant).First(at => at > now);
    }

    /// <summary>By the calendar of whoever set it.</summary>
    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZone));

    /// <summary>Every Monday at 08:00 (Europe/Berlin).</summary>
    public string Words() => (Pace switch
    {
        MailPace.Daily => "Every day",
        MailPace.Weekly => $"Every {(DayOfWeek)(Day % 7)}",
        _ => $"Every month on day {Day.ToString(CultureInfo.InvariantCulture)}",
    }) + $" at {Hour:00}:00 ({Zone})";

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static MailSchedule Of(string json) => JsonSerializer.Deserialize<MailSchedule>(json, JsonSerializerOptions.Web)!;

    private bool IsDueOn(DateOnly day) => Pace switch
    {
        MailPace.Daily => true,
        MailPace.Weekly => (int)day.DayOfWeek == Day % 7,
        _ => day.Day == Math.Min(Day, DateTime.DaysInMonth(day.Year, day.Month)),
    };

    // Where the clock is put forward over the hour, when it has been; where it comes twice, the first time.
    private DateTime Instant(DateOnly day)
    {
        var (zone, wall) = (TimeZone, day.ToDateTime(new TimeOnly(Hour, 0)));
        while (zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return DateTime.SpecifyKind(wall - offset, DateTimeKind.Utc);
    }
}
