using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using MudBlazor;

namespace Marketplace.Portal.Shared.Grid;

/// <summary>What the grid shows follows the address, and the address follows what is done in the grid.</summary>
public sealed partial class DataGrid<T>
{
    private ListQuery Asked() => GridAddress.Read(new Uri(navigation.Uri).Query, By, Names);

    private Dictionary<string, SortDefinition<GridRow<T>>> Sorts() => (_query.Sorts.Count > 0 ? _query.Sorts : By.Order)
        .Where(sort => Names.Contains(sort.Column)).Index()
        .ToDictionary(sort => sort.Item.Column, sort => new SortDefinition<GridRow<T>>(sort.Item.Column, sort.Item.Descending, sort.Index, _ => null));

    private async Task<GridData<GridRow<T>>> ReadAsync(GridState<GridRow<T>> state, CancellationToken cancel)
    {
        Show(new ListQuery(
            [.. state.SortDefinitions.Select(sort => new ListSort(sort.SortBy, sort.Descending))],
            _filters, state.Page + 1, state.PageSize));
        try
        {
            var page = await Read(_query, cancel);
            if (page is { Rows.Count: 0, Total: > 0 } && _query.Page > page.Pages)
            {
                // Rows went, or the address is old: the last page that there is.
                navigation.NavigateTo(
                    navigation.GetUriWithQueryParameters(GridAddress.Write(_query with { Page = page.Pages }, By, Names)), replace: true);
            }

            var rows = page.Rows.Select(row => new GridRow<T>(Key(row), row, _shown.TryGetValue(Key(row), out var before) && !Equals(before, row))).ToList();
            (_shown, _failed, _isRead) = (page.Rows.ToDictionary(Key), false, true);
            await OnRead.InvokeAsync(page);
            return new() { Items = rows, TotalItems = page.Total };
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            LogFailed(error, Name);
            (_shown, _failed, _isRead) = ([], true, true);
            return new() { Items = [], TotalItems = 0 };
        }
    }

    // An old filter or sort is not carried to another page of the list by its number.
    private void Show(ListQuery query)
    {
        var isSame = query.Sorts.SequenceEqual(_query.Sorts.Count > 0 ? _query.Sorts : By.Order)
            && query.Filters.Count == _query.Filters.Count && query.Filters.All(filter => _query.Filters.GetValueOrDefault(filter.Key) == filter.Value);
        if (isSame && query.Page == _query.Page && query.Size == _query.Size)
        {
            return;
        }

        _query = query with { Page = isSame ? query.Page : 1 };
        navigation.NavigateTo(navigation.GetUriWithQueryParameters(GridAddress.Write(_query, By, Names)));
    }

    // Back, forward, and links: the grid starts over with what the address says now.
    private void OnMoved(object? sender, LocationChangedEventArgs moved) => _ = InvokeAsync(() =>
    {
        var asked = Asked();
        if (new Uri(moved.Location).AbsolutePath == _path && GridAddress.Text(asked, By, Names) != GridAddress.Text(_query, By, Names))
        {
            (_query, _filters, _asked, _round, _selected) = (asked, asked.Filters, null, _round + 1, []);
            StateHasChanged();
        }
    });

    private Task FilterAsync(string column, string? text)
    {
        _asked = null;
        var others = _filters.Where(filter => filter.Key != column);
        _filters = (text is null ? others : others.Append(new(column, text))).ToDictionary();
        return ReadAsync();
    }

    private void ClearFilters() =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameters(GridAddress.Write(_query with { Filters = ListQuery.First.Filters, Page = 1 }, By, Names)));

    private async Task HideAsync(string column, bool isHidden)
    {
        var hidden = _layout!.Hidden.Where(name => name != column);
        await KeepAsync(_layout with { Hidden = isHidden ? [.. hidden, column] : [.. hidden] });
    }

    private async Task KeepAsync(GridLayout layout)
    {
        _layout = layout;
        await preferences.SaveAsync(await Authentication.ActorAsync(), PreferenceName, layout.ToString(), Gone);
    }

    private string CsvAddress()
    {
        var parameters = GridAddress.Write(_query with { Page = 1, Size = ListQuery.UsualSize }, By, Names).Where(one => one.Value is not null)
            .ToDictionary(one => one.Key, one => one.Value!.ToString());
        parameters["columns"] = string.Join(',', Names.Except(_layout!.Hidden));
        return QueryHelpers.AddQueryString(Csv!, parameters);
    }

    private string RowClass(GridRow<T> row, int index) => $"{(row.IsChanged ? "changed " : "")}{Mark?.Invoke(row.Value)}";

    private static string Class(GridColumn<T> column) => column.IsNumber ? "column num" : "column";

    private string? Width(GridColumn<T> column) => _layout!.Widths.TryGetValue(column.Name, out var width) ? $"width:{width}px" : null;

    [LoggerMessage(LogLevel.Error, "The list {List} could not be read.")]
    private partial void LogFailed(Exception error, string list);
}
