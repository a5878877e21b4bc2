using System.Text.Json;

namespace Marketplace.Portal.Shared.Grid;

/// <summary>Which columns of a list a person hides, and how wide the others are in pixels.</summary>
public sealed record GridLayout(IReadOnlyList<string> Hidden, IReadOnlyDictionary<string, int> Widths)
{
    public static GridLayout For<T>(IEnumerable<GridColumn<T>> columns) =>
        new([.. columns.Where(column => column.StartsHidden).Select(column => column.Name)], new Dictionary<string, int>());

    /// <summary>Null if it is none: an older portal may have written something else.</summary>
    public static GridLayout? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<GridLayout>(text) is { Hidden: not null, Widths: not null } layout ? layout : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this);
}
