using System.Linq.Expressions;

namespace Marketplace.Revenue;

/// <summary>A row with what it is grouped by.</summary>
internal sealed class Keyed<TKey, TRow>
{
    public required TKey Key { get; init; }
    public required TRow Of { get; init; }
}

internal static class KeyedRows
{
    /// <summary>With the key as a member, so that one query serves whatever the key is.</summary>
    public static IQueryable<Keyed<TKey, TRow>> By<TKey, TRow>(this IQueryable<TRow> rows, Expression<Func<TRow, TKey>> key)
    {
        var row = key.Parameters[0];
        var made = Expression.MemberInit(
            Expression.New(typeof(Keyed<TKey, TRow>)), Expression.Bind(typeof(Keyed<TKey, TRow>).GetProperty(nameof(Keyed<,>.Key))!, key.Body),
            Expression.Bind(typeof(Keyed<TKey, TRow>).GetProperty(nameof(Keyed<,>.Of))!, row));
        return rows.Select(Expression.Lambda<Func<TRow, Keyed<TKey, TRow>>>(made, row));
    }
}
