using Marketplace.Data;

namespace Marketplace.Billing.Subscriptions;

/// <summary>By what a period is divided when it changes in its middle.</summary>
public enum ProrationUnit
{
    Second,

    /// <summary>Of the client's calendar; the day of the change counts as changed.</summary>
    Day,
}

/// <summary>Divides periods.</summary>
public static class Proration
{
    /// <summary>What is left of a period at an instant.</summary>
    /// <param name="zone">By whose calendar days are counted.</param>
    public static Portion Left(DateTime from, DateTime until, DateTime at, TimeZoneInfo zone, ProrationUnit unit) =>
        new(Length(at < from ? from : at < until ? at : until, until, zone, unit), Length(from, until, zone, unit));

    internal static DateOnly Day(DateTime at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(at, zone));

    private static long Length(DateTime from, DateTime until, TimeZoneInfo zone, ProrationUnit unit) => unit is ProrationUnit.Second
        ? (until - from).Ticks / TimeSpan.TicksPerSecond
        : Day(until, zone).DayNumber - Day(from, zone).DayNumber;
}
