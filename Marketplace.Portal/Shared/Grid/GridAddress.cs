using System.Globalization;
using Marketplace.Data;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Portal.Shared.Grid;

/// <summary>
/// What a list shows, as the address of its page says it: <c>sort</c> (names of columns with commas between, a leading minus for downwards), <c>page</c>,
/// <c>size</c>, and a filter under the name of its column. The same address with another path is that of the list as a file.
/// </summary>
public static class GridAddress
{
    private const string DayFormat = "yyyy-MM-dd";

    public static readonly int[] Sizes = [10, 25, 50, 100];

    public static ListQuery Read(string query, IListColumns columns, IEnumerable<string> names)
    {
        var given = QueryHelpers.ParseQuery(query);
        string? One(string name) => given.TryGetValue(name, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;
        var size = QueryText.Int(One("size")) is { } asked && Sizes.Contains(asked) ? asked : ListQuery.UsualSize;
        return new ListQuery(
            [.. (One("sort") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ListSort.Parse).Where(sort => columns[sort.Column] is not null)],
            names.Where(name => columns[name] is { Kind: not ListColumnKind.None } && One(name) is not null).ToDictionary(name => name, name => One(name)!),
            QueryText.Page(One("page")), size);
    }

    /// <summary>Parameters of the address; null takes one away.</summary>
    public static Dictionary<string, object?> Write(ListQuery query, IListColumns columns, IEnumerable<string> names)
    {
        var parameters = names.ToDictionary(name => name, name => (object?)query.Filters.GetValueOrDefault(name));
        var sorts = query.Sorts.SequenceEqual(columns.Order) ? [] : query.Sorts;
        parameters["sort"] = sorts.Count == 0 ? null : string.Join(',', sorts);
        parameters["page"] = query.Page <= 1 ? null : query.Page;
        parameters["size"] = query.Size == ListQuery.UsualSize ? null : query.Size;
        return parameters;
    }

    /// <summary>As a filter of days says it.</summary>
    public static string? Day(DateTime? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture);

    public static DateTime? Day(string text) =>
        DateTime.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The same for two that show the same.</summary>
    public static string Text(ListQuery query, IListColumns columns, IEnumerable<string> names) =>
        string.Join('&', Write(query, columns, names).Where(one => one.Value is not null).OrderBy(one => one.Key, StringComparer.Ordinal));
}
