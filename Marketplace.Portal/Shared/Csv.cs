using System.Globalization;
using System.Text;

namespace Marketplace.Portal.Shared;

/// <summary>Comma-separated values (RFC 4180), safe to open in a spreadsheet: a text that it would take for a formula gets an apostrophe in front.</summary>
internal static class Csv
{
    public const string ContentType = "text/csv; charset=utf-8";

    public static string Write(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object>> lines)
    {
        var text = new StringBuilder();
        Line(text, head);
        foreach (var line in lines)
        {
            Line(text, line);
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, IReadOnlyList<object> values) => text.AppendJoin(',', values.Select(Field)).Append("\r\n");

    private static string Field(object value) => value switch
    {
        string words => Quoted(words is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? $"'{words}" : words),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Quoted(string words) => words.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{words.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : words;
}
