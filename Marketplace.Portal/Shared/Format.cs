using System.Globalization;
using Marketplace.Data;

namespace Marketplace.Portal.Shared;

/// <summary>
/// How pages write numbers, amounts, days and times: in the formats of the current culture and by the person's clock. Exports, addresses and whatever else
/// programs read never pass here.
/// </summary>
internal static class Format
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <summary>1,204.</summary>
    public static string Count(long number) => number.ToString("#,0", Culture);

    /// <summary>By a pattern such as <c>0.0</c>.</summary>
    public static string Number(double number, string pattern) => number.ToString(pattern, Culture);

    /// <summary>12.5%, with a decimal only where it is not zero.</summary>
    public static string Percent(double part) => part.ToString(Math.Round(part * 100, 1) % 1 is 0 ? "P0" : "P1", Culture);

    /// <summary>€1,049.00. The sign is the currency's, its place the culture's.</summary>
    public static string Amount(Money money) => Culture.Amount(money);

    /// <summary>A day of the calendar, which is the same everywhere. Months are words only where words are English: the texts are.</summary>
    public static string Day(DateOnly day) => Written(day.ToDateTime(TimeOnly.MinValue), Culture.DayPattern);

    /// <summary>A month of the calendar: November 2026, or 2026-11 where words are not English.</summary>
    public static string Month(DateOnly first) =>
        first.ToString(Culture.TwoLetterISOLanguageName is "en" ? "MMMM yyyy" : "yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Nov 2026, or 2026-11 where words are not English.</summary>
    public static string ShortMonth(DateOnly first) =>
        first.ToString(Culture.TwoLetterISOLanguageName is "en" ? "MMM yyyy" : "yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The person's day at that time.</summary>
    public static string Day(DateTime utc) => Day(DateOnly.FromDateTime(Local(utc)));

    /// <summary>Hours and minutes.</summary>
    public static string Time(DateTime utc) => Written(Local(utc), "t") + (PersonZone.Current is null ? " UTC" : "");

    public static string DayTime(DateTime utc) => $"{Day(utc)}, {Time(utc)}";

    /// <summary>Hours, minutes and seconds.</summary>
    public static string Clock(DateTime utc) => Written(Local(utc), "T");

    /// <summary>To the second and with its zone, as shown on hover: Jul 5, 2026, 3:04:09 PM, Europe/Berlin (UTC+2).</summary>
    public static string Exact(DateTime utc) => $"{Day(utc)}, {Clock(utc)}, {Zone(utc)}";

    private static string Zone(DateTime utc)
    {
        if (PersonZone.Current is not { Id: not "UTC" } zone)
        {
            return "UTC";
        }

        var offset = Local(utc) - utc;
        var minutes = offset.Minutes is 0 ? "" : $":{Math.Abs(offset.Minutes):00}";
        return $"{zone.Id.Replace('_', ' ')} (UTC{(offset < TimeSpan.Zero ? '−' : '+')}{Math.Abs(offset.Hours)}{minutes})";
    }

    private static DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, PersonZone.Current ?? TimeZoneInfo.Utc);

    // Some calendars end in this century.
    private static string Written(DateTime local, string pattern) =>
        local >= Culture.Calendar.MinSupportedDateTime && local <= Culture.Calendar.MaxSupportedDateTime
            ? local.ToString(pattern, Culture)
            : local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
