using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Marketplace.Portal.Shared.Charts;
using Microsoft.AspNetCore.Components;
using MudBlazor.Services;

namespace Marketplace.Tests.Shared.Charts;

/// <summary>Draws charts and reads the amounts back from what is drawn.</summary>
public abstract class DrawnCharts : BunitContext
{
    // Where MudBlazor draws in its 700 by 350, which the style sheet of the charts counts on.
    private const double Left = 30, Right = 670, Top = 25, Bottom = 320;

    protected DrawnCharts()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    protected static string[] Months(int count) => [.. Enumerable.Range(1, count).Select(month => $"Month {month}")];

    protected IRenderedComponent<Chart> Draw(ChartKind kind, bool isPlain, params ChartSeries[] series) => Draw(kind, isPlain, [], series);

    protected IRenderedComponent<Chart> DrawTimes(bool isPlain, DateTime[] times, ChartSeries series) =>
        Draw(ChartKind.TimeSeries, isPlain, times, [series]);

    private IRenderedComponent<Chart> Draw(ChartKind kind, bool isPlain, DateTime[] times, ChartSeries[] series) =>
        Render<Chart>(chart => chart
            .Add(c => c.Title, "Downloads").Add(c => c.Step, "Month").Add(c => c.Kind, kind).Add(c => c.Series, series)
            .Add(c => c.Labels, Months(series.Select(one => one.Values.Count).DefaultIfEmpty().Max())).Add(c => c.Times, times)
            .AddCascadingValue("IsPlain", isPlain));

    /// <summary>The cells of the table, a row for each label, in the order of the labels.</summary>
    protected static List<List<string>> Table(IRenderedComponent<IComponent> chart, bool isNewestFirst = true)
    {
        var rows = chart.FindAll("details tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent).ToList()).ToList();
        return isNewestFirst ? [.. rows.AsEnumerable().Reverse()] : rows;
    }

    /// <summary>The points of a path of MudBlazor, from left to right in percent and as amounts of the scale beside it.</summary>
    protected static List<(double Place, double Amount)> Points(IRenderedComponent<IComponent> chart, IElement path)
    {
        var scale = chart.FindAll(".scale span").Select(line => Number(line.TextContent)).ToList();
        return [.. Numbers(path.GetAttribute("d")!).Chunk(2).Select(point => (
            (point[0] - Left) * 100 / (Right - Left),
            scale[^1] + ((Bottom - point[1]) / (Bottom - Top) * (scale[0] - scale[^1]))))];
    }

    /// <summary>How far the line of a bar goes, up or down.</summary>
    protected static double Height(IRenderedComponent<IComponent> chart, IElement bar) =>
        Points(chart, bar) is [var from, var to] ? to.Amount - from.Amount : 0;

    protected static double Number(string text) => double.Parse(text.Replace('−', '-'), CultureInfo.InvariantCulture);

    protected static double[] Numbers(string path) =>
        [.. path.Split(['M', 'L', 'Z', 'h', ' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(Number)];
}
