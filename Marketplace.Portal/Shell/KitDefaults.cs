using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Portal.Shell;

/// <summary>
/// How MudBlazor's components are set unless a page says otherwise. The theme holds colors, type and shadows; what it cannot say stands here,
/// so that no page repeats it.
/// </summary>
internal sealed class KitDefaults(IServiceProvider services) : IComponentActivator
{
    private static readonly (Type Kind, string Parameter, object Value)[] Defaults =
    [
        (typeof(MudBaseButton), "Ripple", false),
        (typeof(MudBaseButton), "DropShadow", false),
        (typeof(MudButton), "Variant", Variant.Outlined),
        (typeof(MudBaseInput<>), "Variant", Variant.Outlined),
        (typeof(MudBaseInput<>), "Margin", Margin.Dense),
        (typeof(MudPicker<>), "Variant", Variant.Outlined),
        (typeof(MudPicker<>), "Margin", Margin.Dense),
        (typeof(MudPicker<>), "AdornmentAriaLabel", "Open the calendar"),
        (typeof(MudSelect<>), "Dense", true),
        (typeof(MudAutocomplete<>), "Dense", true),
        // The selection on focus is made from the server: it would come in between the first letters, and the next one would replace them.
        (typeof(MudAutocomplete<>), "SelectOnActivation", false),
        (typeof(MudAutocomplete<>), "AdornmentAriaLabel", "Open the list"),
        (typeof(MudBooleanInput<>), "Ripple", false),
        (typeof(MudCheckBox<>), "Dense", true),
        (typeof(MudCheckBox<>), "Color", Color.Primary),
        (typeof(MudCheckBox<>), "UncheckedColor", Color.Default),
        (typeof(MudSwitch<>), "Color", Color.Primary),
        (typeof(MudSwitch<>), "Size", Size.Small),
        (typeof(MudRadio<>), "Dense", true),
        (typeof(MudRadio<>), "Color", Color.Primary),
        (typeof(MudRadio<>), "UncheckedColor", Color.Default),
        (typeof(MudToggleGroup<>), "Outlined", true),
        (typeof(MudRating), "Color", Color.Primary),
        (typeof(MudPaper), "Elevation", 0),
        (typeof(MudPaper), "Outlined", true),
        (typeof(MudCard), "Elevation", 0),
        (typeof(MudCard), "Outlined", true),
        (typeof(MudSimpleTable), "Elevation", 0),
        (typeof(MudSimpleTable), "Outlined", true),
        (typeof(MudSimpleTable), "Dense", true),
        (typeof(MudDataGrid<>), "Elevation", 0),
        (typeof(MudDataGrid<>), "Outlined", true),
        (typeof(MudDataGrid<>), "Dense", true),
        (typeof(MudDataGrid<>), "Hover", true),
        (typeof(MudTabs), "Elevation", 0),
        (typeof(MudTabs), "Ripple", false),
        (typeof(MudExpansionPanels), "Elevation", 0),
        (typeof(MudExpansionPanels), "Outlined", true),
        (typeof(MudAlert), "Dense", true),
        (typeof(MudAlert), "Elevation", 0),
        (typeof(MudChip<>), "Label", true),
        (typeof(MudChip<>), "Size", Size.Small),
        (typeof(MudChip<>), "Ripple", false),
        (typeof(MudMenu), "Dense", true),
        (typeof(MudMenu), "Ripple", false),
        (typeof(MudMenu), "AnchorOrigin", Origin.BottomRight),
        (typeof(MudMenu), "TransformOrigin", Origin.TopRight),
        (typeof(MudList<>), "Dense", true),
        (typeof(MudProgressLinear), "Size", Size.Small),
        (typeof(MudTooltip), "Arrow", false),
        (typeof(MudTimeline), "TimelinePosition", TimelinePosition.Start),
        (typeof(MudTimeline), "TimelineAlign", TimelineAlign.Start),
    ];

    private static readonly ConcurrentDictionary<Type, (ObjectFactory Create, (PropertyInfo Parameter, object Value)[] Set)> Known = new();

    public IComponent CreateInstance(Type componentType)
    {
        var (create, set) = Known.GetOrAdd(componentType, type => (ActivatorUtilities.CreateFactory(type, []), [.. Of(type)]));
        var component = (IComponent)create(services, null);
        foreach (var (parameter, value) in set)
        {
            parameter.SetValue(component, value);
        }

        return component;
    }

    private static IEnumerable<(PropertyInfo, object)> Of(Type type) =>
        from standard in Defaults
        where Kinds(type).Contains(standard.Kind)
        let parameter = type.GetProperty(standard.Parameter)
            ?? throw new InvalidOperationException($"{type} has no parameter {standard.Parameter}.")
        select (parameter, standard.Value);

    private static IEnumerable<Type> Kinds(Type type)
    {
        for (var kind = type; kind is not null; kind = kind.BaseType)
        {
            yield return kind.IsGenericType ? kind.GetGenericTypeDefinition() : kind;
        }
    }
}
