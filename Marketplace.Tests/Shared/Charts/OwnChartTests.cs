using AngleSharp.Dom;
using Bunit;
using Marketplace.Portal.Shared.Charts;

namespace Marketplace.Tests.Shared.Charts;

/// <summary>The charts that MudBlazor lacks.</summary>
public sealed class OwnChartTests : DrawnCharts
{
    [Fact]
    public void A_waterfall_leads_from_the_opening_total_to_the_closing_one()
    {
        var chart = Waterfall(184_260, 9_840, 4_310, -2_000, 196_410);

        Assert.Equal(["total", "gain", "gain", "loss", "total"], chart.FindAll("rect").Select(bar => bar.ClassName));
        Assert.Equal(["184.3k", "+9,840", "+4,310", "−2,000", "196.4k"], chart.FindAll("svg text").Select(text => text.TextContent));
        Assert.Equal("Axis from 180k", chart.Find("p").TextContent);
        Assert.Equal(["200k", "195k", "190k", "185k", "180k"], chart.FindAll(".scale span").Select(line => line.TextContent));
        Assert.Equal(
            [4_260, 9_840, 4_310, 2_000, 16_410],
            chart.FindAll("rect").Select(bar => Math.Round(Percent(bar, "height") * 200)));
        Assert.Equal(4, chart.FindAll("line.link").Count);
        Assert.Equal([["184,260"], ["9,840"], ["4,310"], ["−2,000"], ["196,410"]], Table(chart, isNewestFirst: false));
    }

    [Fact]
    public void A_waterfall_may_go_below_zero()
    {
        var chart = Waterfall(20, -45, 10, -15);

        Assert.Equal(["40", "20", "0", "−20", "−40"], chart.FindAll(".scale span").Select(line => line.TextContent));
        Assert.Equal(
            [(25, 25), (25, 56.25), (68.75, 12.5), (50, 18.75)],
            chart.FindAll("rect").Select(bar => (Percent(bar, "y"), Percent(bar, "height"))));
        Assert.Empty(chart.FindAll("p.small"));
    }

    [Fact]
    public void A_waterfall_of_one_total_and_of_none()
    {
        Assert.Equal(83.333, Percent(Assert.Single(Waterfall(5).FindAll("rect.total")), "height"));
        Assert.Equal(["20", "86.667"], Waterfall(180_000, 10_000, 190_000).FindAll("rect.total").Select(total => total.GetAttribute("height")![..^1]));
        Assert.Equal("There are no numbers yet.", Waterfall().Find(".empty p").TextContent);
    }

    [Fact]
    public void A_sparkline_ends_at_its_last_known_value_and_has_its_table_one_click_away()
    {
        var chart = Sparkline(3, null, 4, 9, null);

        Assert.Equal("3,21 35,18 51,3", chart.Find("polyline").GetAttribute("points"));
        Assert.Equal(("51", "3"), (chart.Find("circle").GetAttribute("cx"), chart.Find("circle").GetAttribute("cy")));
        Assert.Equal("Installs: 3 to 9", chart.Find("details > summary > [role=img]").GetAttribute("aria-label"));
        Assert.Equal([["3"], ["–"], ["4"], ["9"], ["–"]], Table(chart));
    }

    [Fact]
    public void A_sparkline_of_one_value_of_equal_ones_and_of_none()
    {
        Assert.Equal("67,12", Sparkline(5).Find("polyline").GetAttribute("points"));
        Assert.Equal("Installs: 5", Sparkline(5).Find("svg").GetAttribute("aria-label"));
        Assert.Equal("3,12 67,12", Sparkline(-5, -5).Find("polyline").GetAttribute("points"));
        Assert.Equal("", Sparkline(null, null).Markup.Trim());
    }

    [Fact]
    public void A_band_opens_at_the_last_known_point_and_the_line_in_it_is_dashed()
    {
        var chart = Band([10, 30, 40, 50], [null, null, 35, 40], [null, null, 45, 60]);

        Assert.Equal("M0 83.333h0L33.333 50", chart.Find("path.line:not(.expected)").GetAttribute("d"));
        Assert.Equal("M33.333 50h0L66.667 33.333L100 16.667", chart.Find("path.expected").GetAttribute("d"));
        Assert.Equal("M33.333 50L66.667 41.667L100 33.333L100 0L66.667 25L33.333 50Z", chart.Find("path.band").GetAttribute("d"));
        Assert.Equal([["10", "–", "–"], ["30", "–", "–"], ["40", "35", "45"], ["50", "40", "60"]], Table(chart));
        Assert.Equal(["At most 60"], chart.FindAll(".column:last-child .tip span").Select(line => line.TextContent).Skip(2));
    }

    [Fact]
    public void A_band_around_losses_one_point_and_none()
    {
        var below = Band([-10, -20], [null, -30], [null, -5]);
        Assert.Equal(["0", "−20", "−40"], below.FindAll(".scale span").Select(line => line.TextContent));
        Assert.Equal("M0 25h0", below.Find("path.line:not(.expected)").GetAttribute("d"));

        var one = Band([10], [null], [null]);
        Assert.Equal(("M0 0h0", ""), (one.Find("path.line").GetAttribute("d"), one.Find("path.band").GetAttribute("d")));
        Assert.Equal("There are no numbers yet.", Band([], [], []).Find(".empty p").TextContent);
    }

    [Fact]
    public void A_graph_has_a_column_for_each_step_and_a_line_for_each_need()
    {
        var graph = Render<Graph>(parameters => parameters
            .Add(g => g.Title, "Modules around B")
            .Add(g => g.Boxes, [
                new("a", -1, "A", "A, needs this module", "/a"), new("b", 0, "B", "B", null, true), new("c", 1, new('C', 80), "C, needed", "/c")])
            .Add(g => g.Lines, [new("a", "b", "A needs B"), new("b", "c", "B needs C"), new("c", "a", "C needs A")]));

        Assert.Equal(["/a", "/c"], graph.FindAll("a").Select(box => box.GetAttribute("href")));
        Assert.Equal("B", graph.Find(".here text").TextContent);
        Assert.Equal(["A needs B", "B needs C"], graph.FindAll("path title").Select(title => title.TextContent));
        Assert.EndsWith("…", graph.FindAll("a text")[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(3, graph.FindAll("rect").Select(box => box.GetAttribute("x")).Distinct().Count());
        Assert.Equal("Modules around B", graph.Find("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public void A_graph_of_nothing_is_drawn() =>
        Assert.Empty(Render<Graph>(parameters => parameters.Add(g => g.Title, "None").Add(g => g.Boxes, []).Add(g => g.Lines, [])).FindAll("rect"));

    private static double Percent(IElement element, string name) => Numbers(element.GetAttribute(name)!.TrimEnd('%'))[0];

    private IRenderedComponent<Waterfall> Waterfall(params decimal?[] values) => Render<Waterfall>(chart => chart
        .Add(c => c.Title, "Movements").Add(c => c.Step, "Movement").Add(c => c.Labels, Months(values.Length)).Add(c => c.Series, new("MRR", values)));

    private IRenderedComponent<Sparkline> Sparkline(params decimal?[] values) => Render<Sparkline>(chart => chart
        .Add(c => c.Title, "Installs").Add(c => c.Step, "Month").Add(c => c.Labels, Months(values.Length)).Add(c => c.Series, new("Installs", values)));

    private IRenderedComponent<BandChart> Band(decimal?[] line, decimal?[] low, decimal?[] high) => Render<BandChart>(chart => chart
        .Add(c => c.Title, "Forecast").Add(c => c.Step, "Month").Add(c => c.Labels, Months(line.Length))
        .Add(c => c.Series, new("MRR", line)).Add(c => c.Low, new("At least", low)).Add(c => c.High, new("At most", high)));
}
