namespace Marketplace.Portal.Shared.Grid;

/// <summary>A row is the same row when its values change: a menu that is open in it stays open, and what is selected stays selected.</summary>
public sealed class GridRow<T>(object key, T value, bool isChanged) : IEquatable<GridRow<T>>
{
    private readonly object _key = key;

    public T Value => value;

    /// <summary>It differs from what was shown before.</summary>
    public bool IsChanged => isChanged;

    public bool Equals(GridRow<T>? other) => other is not null && _key.Equals(other._key);

    public override bool Equals(object? obj) => Equals(obj as GridRow<T>);

    public override int GetHashCode() => _key.GetHashCode();
}
