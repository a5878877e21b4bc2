using System.Globalization;

namespace Marketplace.Data;

/// <summary>Comma-separated values (RFC 4180), safe to open in a spreadsheet: a text that it would take for a formula gets an apostrophe in front.</summary>
public static class Csv
{
    public const string ContentType = "text/csv; charset=utf-8";

    public static string Write(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object>> lines) =>
        string.Concat(lines.Select(Line).Prepend(Line(head)));

    public static string Line(IEnumerable<object> values) => $"{string.Join(',', values.Select(Field))}\r\n";

    private static string Field(object value) => value switch
    {
        string words => Quoted(words is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? $"'{words}" : words),
        DateTime at => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Quoted(string words) => words.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{words.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : words;
}
