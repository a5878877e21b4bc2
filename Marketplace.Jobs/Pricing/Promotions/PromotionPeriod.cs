using System.Globalization;
using Marketplace.Accounts;

namespace Marketplace.Pricing.Promotions;

/// <summary>From when to when, by the clock on a wall.</summary>
/// <param name="EndsAt">No longer from then on; null for no end.</param>
/// <param name="TimeZone">Where the wall is, IANA.</param>
public sealed record PromotionPeriod(DateTime StartsAt, DateTime? EndsAt, string TimeZone)
{
    private static readonly DateTime Earliest = new(2000, 1, 1), Latest = new(2100, 1, 1);

    /// <summary>Null if it is sound, otherwise what to change.</summary>
    public string? Problem(DateTime now) =>
        TimeZones.Find(TimeZone) is null ? $"“{TimeZone}” is no time zone. Choose one from the list, such as Europe/Berlin."
        : StartsAt < Earliest || StartsAt > Latest || EndsAt < Earliest || EndsAt > Latest ? "A promotion starts and ends between 2000 and 2100."
        : EndUtc <= StartUtc ? "A promotion ends after it starts."
        : EndUtc <= now ? "A promotion ends in the future, or has no end."
        : null;

    /// <summary>Where the clock is put forward over it, when it has been; where an hour comes twice, the first time.</summary>
    public DateTime StartUtc => Utc(StartsAt, second: false);

    /// <summary>Where an hour comes twice, the second time: nothing ends before the clock shows it for the last time.</summary>
    public DateTime? EndUtc => EndsAt is { } end ? Utc(end, second: true) : null;

    /// <summary>2026-12-01 09:00 (Europe/Berlin).</summary>
    public static string Text(DateTime utc, string timeZone) =>
        $"{TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZones.Find(timeZone) ?? TimeZoneInfo.Utc).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}"
        + $" ({timeZone})";

    private DateTime Utc(DateTime local, bool second)
    {
        var (zone, wall) = (TimeZones.Find(TimeZone)!, DateTime.SpecifyKind(local, DateTimeKind.Unspecified));
        while (zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(1);
        }

        // The second time has the smaller offset: summer is over.
        var offset = !zone.IsAmbiguousTime(wall) ? zone.GetUtcOffset(wall)
            : second ? zone.GetAmbiguousTimeOffsets(wall).Min() : zone.GetAmbiguousTimeOffsets(wall).Max();
        return DateTime.SpecifyKind(wall - offset, DateTimeKind.Utc);
    }
}
