using System.Diagnostics;
using System.Security.Claims;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Portal.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using MudBlazor.Services;

namespace Marketplace.Bench;

/// <summary>What the server does when rows of an open list change: 100 rows of 8 columns, of which each time ten are other ones.</summary>
internal static class GridMeasure
{
    private const int Rows = 100, Columns = 8, Changes = 200, WarmUp = 50;
    private static readonly string[] Names = [.. Enumerable.Range(0, Columns).Select(at => $"c{at}")];

    public static async Task RunAsync(string data)
    {
        using var product = new Product(data);
        var services = new ServiceCollection().AddLogging().AddSingleton(product.Get<IDbContextFactory<MarketplaceDb>>()).AddSingleton(TimeProvider.System)
            .AddSingleton<LiveFeed>().AddSingleton<Preferences>().AddSingleton<NavigationManager, StillNavigation>().AddSingleton<IJSRuntime, SilentScript>()
            .AddScoped<IComponentActivator, KitDefaults>();
        services.AddMudServices();
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        await using var renderer = new BareRenderer(scope.ServiceProvider, provider.GetRequiredService<ILoggerFactory>());
        var rows = Enumerable.Range(0, Rows).Select(id => new Row(id, 0)).ToArray();
        DataGrid<Row>? grid = null;
        await renderer.DrawAsync(Drawn(() => rows, found => grid = found));
        var times = new List<double>();
        for (var change = 1; change <= WarmUp + Changes; change++)
        {
            for (var at = 0; at < Rows / 10; at++)
            {
                rows[((change * 7) + (at * 10)) % Rows] = new(((change * 7) + (at * 10)) % Rows, change);
            }

            renderer.Edits = 0;
            var start = Stopwatch.GetTimestamp();
            await renderer.Dispatcher.InvokeAsync(grid!.ReloadAsync);
            if (change > WarmUp)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            if (renderer.Edits < Columns)
            {
                throw new InvalidOperationException($"The change was not drawn: {renderer.Edits} edits.");
            }
        }

        times.Sort();
        Report.Line($"a live change of a list of {Rows} × {Columns}, server, p50 of {Changes}", times[Changes / 2], "ms");
        Report.Line("the same, p95", times[Changes * 95 / 100], "ms", "aim 50");
    }

    private static RenderFragment Drawn(Func<Row[]> rows, Action<DataGrid<Row>> found)
    {
        var person = Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, "1"), new Claim(ActorClaims.SessionClaim, "1")], "bench"))));
        GridColumn<Row>[] columns = [.. Names.Select((name, at) => new GridColumn<Row>(name, $"Column {at}", row => $"{row.Id} {name} {row.Version}"))];
        var by = Names.Aggregate(new ListColumns<Row>(row => row.Id), (all, name) => all.Text(name, row => ""));
        return builder =>
        {
            builder.OpenComponent<CascadingValue<Task<AuthenticationState>>>(0);
            builder.AddComponentParameter(1, "Value", person);
            builder.AddComponentParameter(2, "ChildContent", (RenderFragment)(inner =>
            {
                inner.OpenComponent<DataGrid<Row>>(0);
                inner.AddComponentParameter(1, "Name", "bench");
                inner.AddComponentParameter(2, "Columns", columns);
                inner.AddComponentParameter(3, "By", by);
                inner.AddComponentParameter(4, "Key", (Func<Row, object>)(row => row.Id));
                inner.AddComponentParameter(5, "Read", (Func<ListQuery, CancellationToken, Task<Page<Row>>>)((query, _) =>
                    Task.FromResult(new Page<Row>(rows()[..], Rows, 1, query.Size))));
                inner.AddComponentParameter(6, "Empty", (RenderFragment)(_ => { }));
                inner.AddComponentReferenceCapture(7, grid => found((DataGrid<Row>)grid));
                inner.CloseComponent();
            }));
            builder.CloseComponent();
        };
    }

    private sealed record Row(long Id, int Version);
}
