namespace Marketplace.Data;

/// <summary>What a screen needs to know of a list's columns: which can be sorted and filtered, and how.</summary>
public interface IListColumns
{
    /// <summary>The order where none is asked for.</summary>
    IReadOnlyList<ListSort> Order { get; }

    /// <summary>Null if the list can be neither sorted nor filtered by it.</summary>
    ListColumn? this[string name] { get; }
}
