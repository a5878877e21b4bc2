using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Portal.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;
using MudBlazor;

namespace Marketplace.Portal.Shared.Grid;

public sealed partial class DataGrid<T>(
    NavigationManager navigation, Preferences preferences, IJSRuntime js, ILogger<DataGrid<T>> log) : LivePage
{
    private MudDataGrid<GridRow<T>>? _grid;
    private ElementReference _root;
    private DotNetObjectReference<DataGrid<T>>? _self;
    private GridLayout? _layout;
    private ListQuery _query = ListQuery.First;

    // What the next reading filters by, and the column whose filter is open.
    private IReadOnlyDictionary<string, string> _filters = ListQuery.First.Filters;
    private string? _asked;

    private Dictionary<object, T> _shown = [];
    private HashSet<GridRow<T>> _selected = [];
    private string _path = "";
    private int _round;
    private bool _failed, _isRead;

    /// <summary>Of the list among all lists: what a person chose about it is kept under this name.</summary>
    [Parameter, EditorRequired] public required string Name { get; set; }

    [Parameter, EditorRequired] public required IReadOnlyList<GridColumn<T>> Columns { get; set; }

    /// <summary>What the list can be sorted and filtered by; the names are those of the columns.</summary>
    [Parameter, EditorRequired] public required IListColumns By { get; set; }

    [Parameter, EditorRequired] public required Func<T, object> Key { get; set; }

    [Parameter, EditorRequired] public required Func<ListQuery, CancellationToken, Task<Page<T>>> Read { get; set; }

    /// <summary>What is said, and can be done, where there is nothing at all.</summary>
    [Parameter, EditorRequired] public required RenderFragment Empty { get; set; }

    /// <summary>The list is read again when one of them changes.</summary>
    [Parameter] public IReadOnlyList<LiveTopic> Topics { get; set; } = [];

    /// <summary>The address of the same list as a file.</summary>
    [Parameter] public string? Csv { get; set; }

    /// <summary>Buttons at the end of each row.</summary>
    [Parameter] public RenderFragment<T>? Actions { get; set; }

    /// <summary>What can be done with all rows that are selected; without it rows cannot be selected.</summary>
    [Parameter] public RenderFragment<IReadOnlyList<T>>? Bulk { get; set; }

    /// <summary>Stands at the left of the foot.</summary>
    [Parameter] public RenderFragment? Foot { get; set; }

    /// <summary>Marks a row.</summary>
    [Parameter] public Func<T, string?>? Mark { get; set; }

    [Parameter] public EventCallback<T> OnRow { get; set; }

    /// <summary>A page was read.</summary>
    [Parameter] public EventCallback<Page<T>> OnRead { get; set; }

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>The rows that are selected, as they were read last.</summary>
    public IReadOnlyList<T> Selected => [.. _selected.Select(row => _shown.GetValueOrDefault(Key(row.Value), row.Value))];

    private string PreferenceName => $"grid.{Name}";

    private IEnumerable<string> Names => Columns.Select(column => column.Name);

    /// <summary>Reads the page again that is shown.</summary>
    public Task ReloadAsync() => ReadAsync();

    public void Unselect() => _selected = [];

    /// <summary>Selects the row, or takes it out of what is selected.</summary>
    public void Toggle(T value)
    {
        var row = new GridRow<T>(Key(value), value, isChanged: false);
        _selected = _selected.Contains(row) ? [.. _selected.Where(one => !one.Equals(row))] : [.. _selected, row];
        StateHasChanged();
    }

    [JSInvokable]
    public Task ResizedAsync(int[] widths)
    {
        var shown = Columns.Where(column => !_layout!.Hidden.Contains(column.Name)).Select(column => column.Name);
        return KeepAsync(_layout! with { Widths = shown.Zip(widths).ToDictionary(column => column.First, column => column.Second) });
    }

    protected override void Dispose(bool disposing)
    {
        navigation.LocationChanged -= OnMoved;
        _self?.Dispose();
        base.Dispose(disposing);
    }

    protected override async Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnMoved;
        _path = new Uri(navigation.Uri).AbsolutePath;
        _query = Asked();
        _filters = _query.Filters;
        var kept = await preferences.ReadAsync(await Authentication.ActorAsync(), PreferenceName, Gone);
        _layout = (kept is null ? null : GridLayout.Parse(kept)) ?? GridLayout.For(Columns);
    }

    protected override void OnParametersSet()
    {
        foreach (var topic in Topics)
        {
            Follow(topic);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_grid is not null && _self is null)
        {
            _self = DotNetObjectReference.Create(this);
            await js.InvokeVoidAsync("marketplaceGrid.watch", Gone, _root, _self);
        }
    }

    protected override Task ReadAsync(CancellationToken cancel) => _grid?.ReloadServerData() ?? Task.CompletedTask;
}
