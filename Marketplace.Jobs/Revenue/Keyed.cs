using System.Linq.Expressions;
using Marketplace.Revenue.Movements;

namespace Marketplace.Revenue;

/// <summary>A movement with what it is grouped by.</summary>
internal sealed class Keyed<TKey>
{
    public required TKey Key { get; init; }
    public required RecurringMovement Of { get; init; }
}

internal static class KeyedMovements
{
    /// <summary>With the key as a member, so that one query serves whatever the key is.</summary>
    public static IQueryable<Keyed<TKey>> By<TKey>(this IQueryable<RecurringMovement> movements, Expression<Func<RecurringMovement, TKey>> key)
    {
        var movement = key.Parameters[0];
        var made = Expression.MemberInit(
            Expression.New(typeof(Keyed<TKey>)), Expression.Bind(typeof(Keyed<TKey>).GetProperty(nameof(Keyed<>.Key))!, key.Body),
            Expression.Bind(typeof(Keyed<TKey>).GetProperty(nameof(Keyed<>.Of))!, movement));
        return movements.Select(Expression.Lambda<Func<RecurringMovement, Keyed<TKey>>>(made, movement));
    }
}
