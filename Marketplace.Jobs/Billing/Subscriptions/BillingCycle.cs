namespace Marketplace.Billing.Subscriptions;

/// <summary>
/// When the periods of a subscription begin: at the hour of its first day in its client's time zone, each so many months after the first. A month without that
/// day has it on its last: from 31 January to 28 or 29 February to 31 March. Always counted from the first, so that no short month moves the later ones.
/// </summary>
/// <param name="First">When period 0 begins, as the clock of the zone shows it.</param>
/// <param name="Months">How long a period is.</param>
public sealed record BillingCycle(DateTime First, int Months, TimeZoneInfo Zone)
{
    /// <param name="at">When period 0 begins, in UTC.</param>
    public static BillingCycle Of(DateTime at, int months, TimeZoneInfo zone) =>
        new(DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(at, zone), DateTimeKind.Unspecified), months, zone);

    /// <summary>When a period begins, in UTC: it is the end of the one before.</summary>
    public DateTime StartOf(int period) => Local(LocalOf(period), Zone);

    /// <summary>The day on which it begins, in the zone.</summary>
    public DateOnly DayOf(int period) => DateOnly.FromDateTime(LocalOf(period));

    /// <summary>The instant that the clock of a zone shows. An hour that it passes twice is the first of the two; one that it leaves out is as long after the
    /// change as it would have been before it.</summary>
    public static DateTime Local(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsAmbiguousTime(local))
        {
            return DateTime.SpecifyKind(local - zone.GetAmbiguousTimeOffsets(local).Max(), DateTimeKind.Utc);
        }

        var before = DateTime.SpecifyKind(local - zone.BaseUtcOffset, DateTimeKind.Utc).AddDays(-1);
        var offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(before) : zone.GetUtcOffset(local);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    }

    private DateTime LocalOf(int period) => First.AddMonths(checked(period * Months));
}
