namespace Marketplace.Data;

/// <summary>By which column a list is sorted.</summary>
public sealed record ListSort(string Column, bool Descending = false)
{
    /// <summary>As an address says it: a leading minus for downwards.</summary>
    public override string ToString() => Descending ? $"-{Column}" : Column;

    public static ListSort Parse(string text) => text.StartsWith('-') ? new(text[1..], Descending: true) : new(text);
}

/// <summary>What part of a list is asked for.</summary>
/// <param name="Sorts">The first counts most; none for the list's own order.</param>
/// <param name="Filters">By the name of a column; how the text is read depends on the column's kind.</param>
/// <param name="Page">From 1.</param>
public sealed record ListQuery(IReadOnlyList<ListSort> Sorts, IReadOnlyDictionary<string, string> Filters, int Page = 1, int Size = ListQuery.UsualSize)
{
    public const int UsualSize = 25;

    /// <summary>The first page, as the list orders itself.</summary>
    public static ListQuery First { get; } = new([], new Dictionary<string, string>());
}
