using System.Globalization;
using Marketplace.Data;

namespace Marketplace.Payments.Bank;

/// <summary>Which part of 03/04/2026 is the day.</summary>
internal enum CsvDateOrder
{
    DayFirst,
    MonthFirst,
}

/// <summary>Dates as banks write them: 2026-03-31, 20260331, 31.03.2026, 31.03.26, 31/03/2026 or, where all of a file are so, 03/31/2026.</summary>
internal static class CsvDates
{
    private static readonly string[] Plain = ["yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "dd.MM.yyyy", "d.M.yyyy", "dd.MM.yy", "dd-MM-yyyy", "d-M-yyyy"];
    private static readonly string[] DayFirst = ["dd/MM/yyyy", "d/M/yyyy", "dd/MM/yy"], MonthFirst = ["MM/dd/yyyy", "M/d/yyyy", "MM/dd/yy"];

    /// <summary>Of a whole file: that by which all can be read.</summary>
    public static CsvDateOrder Order(IEnumerable<(int Line, string Text)> dates)
    {
        var slashed = dates.Where(date => Parse(date.Text, Plain) is null && date.Text.Contains('/')).ToList();
        var (day, month) = (slashed.TrueForAll(date => Parse(date.Text, DayFirst) is not null),
            slashed.TrueForAll(date => Parse(date.Text, MonthFirst) is not null));
        return slashed.Count == 0 || !month ? CsvDateOrder.DayFirst
            : !day ? CsvDateOrder.MonthFirst
            : slashed.TrueForAll(date => Parse(date.Text, DayFirst) == Parse(date.Text, MonthFirst)) ? CsvDateOrder.DayFirst
            : throw new CsvException($"Line {slashed[0].Line}: “{slashed[0].Text}” can be read in two ways. Export dates as 2026-03-31.");
    }

    public static DateOnly Day(CsvRow row, string head, string text, CsvDateOrder order) =>
        Parse(text, Plain) ?? Parse(text, order is CsvDateOrder.DayFirst ? DayFirst : MonthFirst)
            ?? throw new CsvException(row, head, $"“{text.Clip(40)}” is no date. Write it as 2026-03-31 or 31.03.2026.");

    private static DateOnly? Parse(string text, string[] formats) =>
        DateOnly.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
