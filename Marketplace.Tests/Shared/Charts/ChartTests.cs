using AngleSharp.Dom;
using Bunit;
using Marketplace.Portal.Shared.Charts;

namespace Marketplace.Tests.Shared.Charts;

public sealed class ChartTests : DrawnCharts
{
    private const string Bars = "path.mud-chart-bar";
    private const string Lines = "path.mud-chart-line";

    [Theory]
    [InlineData(ChartKind.Bar, true)]
    [InlineData(ChartKind.Bar, false)]
    [InlineData(ChartKind.StackedBar, true)]
    [InlineData(ChartKind.StackedBar, false)]
    public void Bars_are_as_high_as_the_numbers_of_the_table_with_and_without_a_circuit(ChartKind kind, bool isPlain)
    {
        var chart = Draw(kind, isPlain, new("Won", [120, 40, 7]), new("Lost", [-30, -5, -60]));

        // MudBlazor draws stacked bars half a point too far into one another.
        var drawn = chart.FindAll(Bars).Select(bar => (Color: bar.GetAttribute("stroke"), Height: Height(chart, bar))).ToList();
        foreach (var (column, color) in new[] { ChartColors.Gain, "var(--heat-4)" }.Index())
        {
            Assert.Equal(
                Table(chart).Select(row => Number(row[column])),
                drawn.Where(bar => bar.Color == color).Select(bar => bar.Height),
                (number, height) => Math.Abs(number - height) < (kind is ChartKind.Bar ? 0.01 : 0.6));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_line_goes_through_the_numbers_of_the_table_from_edge_to_edge(bool isPlain)
    {
        var chart = Draw(ChartKind.Line, isPlain, new ChartSeries("Balance", [10, -20, 35, 0, 5]));

        var points = Points(chart, chart.Find(Lines));
        Assert.Equal(Table(chart).Select(row => Number(row[0])), points.Select(point => Math.Round(point.Amount, 3)));
        Assert.Equal([0, 25, 50, 75, 100], points.Select(point => point.Place));
    }

    [Fact]
    public void The_lines_of_the_grid_stand_at_the_numbers_of_the_scale()
    {
        var chart = Draw(ChartKind.StackedBar, true, new("A", [0.1m, 0.3m]), new("B", [0.2m, 0.3m]));

        Assert.Equal(["0.6", "0.3", "0"], chart.FindAll(".scale span").Select(line => line.TextContent));
        Assert.Equal(
            ["M 30 320 L 670 320", "M 30 172.5 L 670 172.5", "M 30 25 L 670 25"],
            chart.FindAll(".mud-charts-gridlines-yaxis path").Select(line => line.GetAttribute("d")));
        Assert.Equal("none", chart.Find("svg.mud-chart-bar").GetAttribute("preserveAspectRatio"));
        Assert.Equal("0 0 700 350", chart.Find("svg.mud-chart-bar").GetAttribute("viewBox"));
    }

    [Fact]
    public void Bars_stand_over_their_labels()
    {
        var one = Draw(ChartKind.StackedBar, true, new ChartSeries("A", [1, 2, 3, 4]));
        Assert.Equal([12.5, 37.5, 62.5, 87.5], one.FindAll(Bars).Select(bar => Points(one, bar)[0].Place));

        var two = Draw(ChartKind.Bar, true, new("A", [1, 2]), new("B", [2, 1]));
        var aside = Number(two.Find(".plotted").GetAttribute("style")![8..^2]) / 6.4;
        Assert.Equal([25, 75, 25, 75], Sides(two.FindAll(Bars).Select(bar => Points(two, bar)[0].Place + aside).ToList()), (a, b) => Math.Abs(a - b) < 0.01);

        static IEnumerable<double> Sides(List<double> places) => [.. Middles(places), .. Middles(places)];
        static IEnumerable<double> Middles(List<double> places) => places.Take(2).Zip(places.Skip(2)).Select(pair => (pair.First + pair.Second) / 2);
    }

    [Fact]
    public async Task A_hidden_series_leaves_drawing_scale_tooltips_and_table_and_comes_back()
    {
        var chart = Draw(ChartKind.StackedBar, false, new("Small", [1, 2]), new("Large", [500, 598]));
        Assert.Equal("600", Highest());

        await chart.FindAll(".legend input")[1].ChangeAsync(new() { Value = false });

        Assert.Equal([ChartColors.Gain, ChartColors.Gain], chart.FindAll(Bars).Select(bar => bar.GetAttribute("stroke")));
        Assert.Equal("2", Highest());
        Assert.Equal(["Small 1", "Small 2"], chart.FindAll(".tip > span").Select(line => line.TextContent));
        Assert.Equal([["1"], ["2"]], Table(chart));
        Assert.DoesNotContain("Large", chart.Find("[role=img]").GetAttribute("aria-label"), StringComparison.Ordinal);

        await chart.FindAll(".legend input")[0].ChangeAsync(new() { Value = false });
        Assert.Empty(chart.FindAll(Bars));
        Assert.Equal(2, chart.FindAll(".legend input").Count);

        await chart.FindAll(".legend input")[1].ChangeAsync(new() { Value = true });
        Assert.Equal(["var(--heat-4)", "var(--heat-4)"], chart.FindAll(Bars).Select(bar => bar.GetAttribute("stroke")));

        string Highest() => chart.Find(".scale span").TextContent;
    }

    [Fact]
    public void A_page_without_a_circuit_has_nothing_in_it_that_would_need_one()
    {
        var chart = Draw(ChartKind.StackedBar, true, new("1.0.0", [1, 2]), new("2.0.0", [3, 4]));

        Assert.Empty(chart.FindAll("input, button"));
        Assert.Equal(["1.0.0", "2.0.0"], chart.FindAll(".legend > .entry").Select(entry => entry.TextContent.Trim()));
        Assert.Equal("Show as a table", chart.Find("details > summary").TextContent);
        Assert.Equal("0", chart.Find(".table-scroll").GetAttribute("tabindex"));
    }

    [Fact]
    public void Says_what_it_shows_to_those_who_cannot_see_it()
    {
        var chart = Draw(ChartKind.StackedBar, true, new ChartSeries("Installs", [1204, null, 7]));

        Assert.Equal("Downloads: Installs 1,204 to 7. Month 1 to Month 3.", chart.Find("[role=img]").GetAttribute("aria-label"));
        Assert.Equal(["1,204", "–", "7"], chart.FindAll(".tip .num").Select(amount => amount.TextContent));
        Assert.Equal("true", chart.Find(".tips").GetAttribute("aria-hidden"));
        Assert.Equal(["Month 1", "Month 2", "Month 3"], chart.FindAll(".axis span").Select(label => label.TextContent));
        Assert.Empty(chart.FindAll(".legend"));
    }

    [Fact]
    public void Without_numbers_it_says_so()
    {
        Assert.Equal("There are no numbers yet.", Draw(ChartKind.Line, false).Find(".empty p").TextContent);
        Assert.Equal("There are no numbers yet.", Draw(ChartKind.Bar, true, new ChartSeries("A", [])).Find(".empty p").TextContent);
    }

    [Theory]
    [InlineData(ChartKind.Bar, Bars)]
    [InlineData(ChartKind.StackedBar, Bars)]
    [InlineData(ChartKind.Line, "path.dot")]
    public void One_value_is_drawn(ChartKind kind, string mark)
    {
        var chart = Draw(kind, true, new ChartSeries("A", [7]));

        Assert.Single(chart.FindAll(mark));
        Assert.Equal([["7"]], Table(chart));
    }

    [Fact]
    public void A_value_between_two_gaps_of_a_line_is_a_dot()
    {
        var chart = Draw(ChartKind.Line, true, new ChartSeries("A", [null, 3, null, 6, 7]));

        Assert.Equal("M190 231.5h0", chart.Find("path.dot").GetAttribute("d"));
        Assert.Equal([3, 6, 7], Points(chart, chart.Find(Lines)).Select(point => Math.Round(point.Amount, 6)));
    }

    [Theory]
    [InlineData(ChartKind.Bar, "1")]
    [InlineData(ChartKind.StackedBar, "2")]
    public void Many_values_fit_beside_each_other(ChartKind kind, string width)
    {
        var chart = Draw(kind, true, new("A", [.. Enumerable.Range(1, 200)]), new("B", [.. Enumerable.Range(1, 200)]));

        var bars = chart.FindAll(Bars).OrderBy(bar => Numbers(bar.GetAttribute("d")!)[0]).ToList();
        Assert.Equal(400, bars.Count);
        Assert.Equal(width, bars[0].GetAttribute("stroke-width"));
        Assert.Equal(["Month 1", "Month 101", "Month 200"], chart.FindAll(".axis span").Select(label => label.TextContent));
    }

    [Fact]
    public void Long_names_and_markup_in_them_are_text()
    {
        var name = $"<script>{new string('x', 300)}</script>";
        var chart = Draw(ChartKind.StackedBar, false, new(name, [1]), new("B", [2]));

        Assert.Empty(chart.FindAll("script"));
        Assert.Equal(name, chart.FindAll(".entry span")[0].TextContent);
        Assert.Equal(name, chart.FindAll("thead th")[1].TextContent);
    }

    [Theory]
    [InlineData(ChartKind.Bar)]
    [InlineData(ChartKind.StackedBar)]
    [InlineData(ChartKind.Line)]
    public void Places_in_the_drawing_are_the_same_in_every_culture(ChartKind kind)
    {
        ChartSeries[] series = [new("A", [1.5m, 2.25m, 1000]), new("B", [3, -2, 5.5m])];
        using var _ = new InCulture("en-US");
        var paths = Paths();

        using var german = new InCulture("de-DE");

        Assert.Equal(paths, Paths());
        Assert.Equal("1,5", Table(Draw(kind, true, series))[0][0]);

        List<string?> Paths() => [.. Draw(kind, true, series).FindAll("path, .axis span").Select(p => p.GetAttribute("d") ?? p.GetAttribute("style"))];
    }

    [Fact]
    public void Lines_are_told_apart_by_more_than_their_color()
    {
        var chart = Draw(ChartKind.Line, false, [.. Enumerable.Range(0, 5).Select(at => new ChartSeries($"{at}", [at, 2 * at]))]);

        var strokes = chart.FindAll(Lines).Select(line => line.GetAttribute("stroke")).ToList();
        Assert.Equal(5, strokes.Distinct().Count());
        Assert.Equal(strokes, chart.FindAll(".legend .strokes path").Select(key => key.GetAttribute("stroke")));
    }
}
