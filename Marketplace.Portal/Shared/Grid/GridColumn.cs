using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Shared.Grid;

/// <summary>A column of a list: what it is called, what it holds, and how that is drawn. The file of the list has the same columns.</summary>
/// <param name="Name">As the address says it; the list sorts and filters by it if its <see cref="Marketplace.Data.IListColumns"/> know the name.</param>
/// <param name="Value">What the file holds; a time in UTC, a number without grouping.</param>
public sealed record GridColumn<T>(string Name, string Title, Func<T, object?> Value)
{
    /// <summary>How the value is drawn; as its text if this is missing.</summary>
    public RenderFragment<T>? Cell { get; init; }

    /// <summary>Stands at the right, in figures of one width.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Is shown only to those who choose it.</summary>
    public bool StartsHidden { get; init; }

    /// <summary>The words for a choice; its name if this is missing.</summary>
    public Func<string, string>? Word { get; init; }
}
