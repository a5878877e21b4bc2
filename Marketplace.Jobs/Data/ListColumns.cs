using System.Linq.Expressions;

namespace Marketplace.Data;

/// <summary>
/// The columns by which a list is sorted and filtered, and its own order. A name or a filter that it does not know is left out:
/// an address may be old or typed by hand, and shows the list all the same.
/// </summary>
/// <param name="key">Ends each order, so that no row is on two pages.</param>
/// <param name="order">The order where none is asked for.</param>
public sealed class ListColumns<T>(Expression<Func<T, long>> key, params IReadOnlyList<string> order) : IListColumns
{
    private readonly Dictionary<string, ListColumn<T>> _columns = new(StringComparer.Ordinal);

    public IReadOnlyList<ListSort> Order { get; } = [.. order.Select(ListSort.Parse)];

    public ListColumn? this[string name] => _columns.GetValueOrDefault(name);

    /// <summary>Only sorts.</summary>
    public ListColumns<T> Sorted<TValue>(string name, Expression<Func<T, TValue>> value) => Add(name, new ListColumn<T, TValue>(ListColumnKind.None, value));

    public ListColumns<T> Text(string name, Expression<Func<T, string?>> value) =>
        Add(name, new ListColumn<T, string?>(ListColumnKind.Text, value, ListFilters.Text));

    /// <param name="some">The values that can be chosen; all of them if none is given.</param>
    public ListColumns<T> Choice<TEnum>(string name, Expression<Func<T, TEnum>> value, params TEnum[] some) where TEnum : struct, Enum =>
        Add(name, new ListColumn<T, TEnum>(
            ListColumnKind.Choice, value, ListFilters.Choice<TEnum>, some.Length == 0 ? Enum.GetNames<TEnum>() : [.. some.Select(one => one.ToString())]));

    public ListColumns<T> Time(string name, Expression<Func<T, DateTime?>> value) =>
        Add(name, new ListColumn<T, DateTime?>(ListColumnKind.Time, value, ListFilters.Days));

    public ListColumns<T> Number(string name, Expression<Func<T, long?>> value) =>
        Add(name, new ListColumn<T, long?>(ListColumnKind.Number, value, ListFilters.Numbers));

    /// <summary>The rows that the query asks for, in its order; the page is not taken yet.</summary>
    public IQueryable<T> Apply(IQueryable<T> rows, ListQuery query)
    {
        foreach (var (name, text) in query.Filters)
        {
            rows = _columns.GetValueOrDefault(name)?.Filter(text) is { } filter ? rows.Where(filter) : rows;
        }

        IReadOnlyList<ListSort> sorts = [.. query.Sorts.Where(sort => this[sort.Column] is not null)];
        IOrderedQueryable<T>? ordered = null;
        foreach (var sort in sorts.Count > 0 ? sorts : Order)
        {
            var column = _columns[sort.Column];
            ordered = ordered is null ? column.Order(rows, sort.Descending) : column.Then(ordered, sort.Descending);
        }

        var isDown = (sorts.Count > 0 ? sorts : Order) is [{ Descending: true }, ..];
        return ordered is null ? (isDown ? rows.OrderByDescending(key) : rows.OrderBy(key)) : isDown ? ordered.ThenByDescending(key) : ordered.ThenBy(key);
    }

    private ListColumns<T> Add(string name, ListColumn<T> column)
    {
        _columns.Add(name, column);
        return this;
    }
}
