using System.Linq.Expressions;

namespace Marketplace.Data;

/// <summary>How the filter of a column is read.</summary>
public enum ListColumnKind
{
    /// <summary>The column has none.</summary>
    None,

    /// <summary>A part of the text, in any case.</summary>
    Text,

    /// <summary>Names of values with commas between: any of them.</summary>
    Choice,

    /// <summary>Days with two dots between, <c>2026-01-01..2026-01-31</c>; either may be missing.</summary>
    Time,

    /// <summary>Numbers with two dots between; either may be missing.</summary>
    Number,
}

/// <summary>What a list can be sorted and filtered by.</summary>
public abstract class ListColumn(ListColumnKind kind, IReadOnlyList<string> choices)
{
    public ListColumnKind Kind { get; } = kind;

    /// <summary>The values a filter may name; of a choice only.</summary>
    public IReadOnlyList<string> Choices { get; } = choices;
}

internal abstract class ListColumn<T>(ListColumnKind kind, IReadOnlyList<string> choices) : ListColumn(kind, choices)
{
    internal abstract IOrderedQueryable<T> Order(IQueryable<T> rows, bool descending);

    internal abstract IOrderedQueryable<T> Then(IOrderedQueryable<T> rows, bool descending);

    /// <summary>Null if the text says nothing.</summary>
    internal abstract Expression<Func<T, bool>>? Filter(string text);
}

internal sealed class ListColumn<T, TValue>(
    ListColumnKind kind, Expression<Func<T, TValue>> value, Func<string, Expression, Expression?>? filter = null, params IReadOnlyList<string> choices)
    : ListColumn<T>(kind, choices)
{
    internal override IOrderedQueryable<T> Order(IQueryable<T> rows, bool descending) => descending ? rows.OrderByDescending(value) : rows.OrderBy(value);

    internal override IOrderedQueryable<T> Then(IOrderedQueryable<T> rows, bool descending) => descending ? rows.ThenByDescending(value) : rows.ThenBy(value);

    internal override Expression<Func<T, bool>>? Filter(string text) => filter?.Invoke(text, value.Body) is { } condition
        ? Expression.Lambda<Func<T, bool>>(condition, value.Parameters)
        : null;
}
