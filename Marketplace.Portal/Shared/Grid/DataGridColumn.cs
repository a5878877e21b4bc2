using Marketplace.Data;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Portal.Shared.Grid;

/// <summary>A <see cref="GridColumn{T}"/> as MudBlazor's grid knows columns.</summary>
public sealed class DataGridColumn<T> : Column<GridRow<T>>
{
    [Parameter, EditorRequired] public required GridColumn<T> Of { get; set; }

    public override string? PropertyName => Of.Name;

    protected override Type? PropertyType => typeof(string);

    protected override object? CellContent(GridRow<T> item) => Of.Value(item.Value)?.ToString();

    protected override object? PropertyFunc(GridRow<T> item) => Of.Value(item.Value)?.ToString();

    protected override void SetProperty(object? item, object? value) => throw new NotSupportedException("A list is not edited in its cells.");
}
