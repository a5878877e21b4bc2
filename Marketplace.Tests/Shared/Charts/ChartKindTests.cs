using AngleSharp.Dom;
using Bunit;
using Marketplace.Portal.Shared.Charts;
using MudBlazor.Interop;

namespace Marketplace.Tests.Shared.Charts;

/// <summary>Rings, heat maps and lines through time.</summary>
public sealed class ChartKindTests : DrawnCharts
{
    [Fact]
    public async Task A_ring_has_a_part_for_each_sum_above_zero_and_its_legend_all_amounts()
    {
        var chart = Draw(
            ChartKind.Donut,
            false,
            new("Subscriptions", [50, 25]) { Format = ChartFormat.Money("EUR") },
            new("Support", [25, 0]) { Format = ChartFormat.Money("EUR") },
            new("Refunds", [-10, 0]) { Format = ChartFormat.Money("EUR") });

        Assert.Equal([ChartColors.Gain, "var(--heat-4)"], Parts());
        Assert.Equal(
            ["Subscriptions €75.00", "Support €25.00", "Refunds −€10.00"],
            chart.FindAll(".entry").Select(entry => $"{entry.QuerySelector("span")!.TextContent} {entry.QuerySelector(".num")!.TextContent}"));
        Assert.Equal(
            "Downloads: Subscriptions €75.00, 75%; Support €25.00, 25%; Refunds −€10.00, 0%.", chart.Find("[role=img]").GetAttribute("aria-label"));
        Assert.Equal("90", chart.Find(".ring > b").TextContent);
        Assert.Equal([["€50.00", "€25.00", "−€10.00"], ["€25.00", "€0.00", "€0.00"]], Table(chart, isNewestFirst: false));

        await chart.FindAll(".legend input")[0].ChangeAsync(new() { Value = false });

        Assert.Equal(["var(--heat-4)"], Parts());

        List<string?> Parts() => [.. chart.FindAll("path.mud-chart-serie").Select(part => part.GetAttribute("fill"))];
    }

    [Fact]
    public async Task A_part_of_a_ring_says_its_amount_and_share_where_the_mouse_is()
    {
        var chart = Draw(ChartKind.Donut, false, new("A", [750]), new("B", [250]));

        await chart.FindAll("path.mud-chart-serie")[1].MouseOverAsync(new());

        Assert.Equal("B250, 25%", chart.Find(".tip").TextContent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_ring_of_one_part_is_closed(bool isPlain)
    {
        var chart = Draw(ChartKind.Donut, isPlain, new ChartSeries("A", [3]));

        Assert.Equal(4, chart.Find("path.mud-chart-serie").GetAttribute("d")!.Count(step => step is 'A'));
    }

    [Fact]
    public void A_heat_map_has_the_number_in_every_cell_and_six_steps_of_one_hue()
    {
        var chart = Draw(
            ChartKind.HeatMap,
            false,
            new("Jun", [1, 0.97m, 0.95m, 0.91m]) { Format = ChartFormat.Percent },
            new("Jul", [1, 0.94m]) { Format = ChartFormat.Percent });

        chart.WaitForAssertion(() => Assert.Equal(
            ["100% 6", "97% 5", "95% 3", "91% 1", "100% 6", "94% 3"],
            chart.FindAll(".cell").Select(cell => $"{cell.TextContent.Trim()} {cell.ClassName!["cell heat-".Length..]}")));
        Assert.Equal("Jul, Month 2: 94%", chart.FindAll(".cell")[5].GetAttribute("title"));
        Assert.Equal(["Jun", "Jul"], chart.FindAll(".names span").Select(name => name.TextContent));
        Assert.Equal([["100%", "100%"], ["97%", "94%"], ["95%", "–"], ["91%", "–"]], Table(chart, isNewestFirst: false));
        Assert.Empty(chart.FindAll(".legend"));
    }

    [Fact]
    public void A_heat_map_follows_its_numbers()
    {
        var chart = Draw(ChartKind.HeatMap, false, new ChartSeries("Jun", [1, 2]));
        chart.WaitForAssertion(() => Assert.Equal(["1", "2"], Cells()));

        chart.Render(parameters => parameters.Add(c => c.Series, [new ChartSeries("Jun", [3, 4])]));
        chart.WaitForAssertion(() => Assert.Equal(["3", "4"], Cells()));

        chart.Render(parameters => parameters.Add(c => c.Series, [new ChartSeries("Jun", [5, null])]));
        chart.WaitForAssertion(() => Assert.Equal(["5"], Cells()));

        List<string> Cells() => [.. chart.FindAll(".cell").Select(cell => cell.TextContent.Trim())];
    }

    [Fact]
    public void Where_no_script_can_fill_a_heat_map_its_table_is_open()
    {
        var chart = Draw(ChartKind.HeatMap, true, new ChartSeries("Jun", [1, 2]));

        Assert.True(chart.Find("details").HasAttribute("open"));
        Assert.Empty(chart.FindAll(".map"));
    }

    [Fact]
    public void A_line_through_time_keeps_the_distances()
    {
        JSInterop.Setup<ElementSize>("mudGetSvgBBox", _ => true).SetResult(new ElementSize { Width = 0, Height = 0 });
        DateTime[] days = [new(2026, 3, 1), new(2026, 3, 2), new(2026, 3, 4), new(2026, 3, 11)];

        var chart = DrawTimes(false, days, new ChartSeries("A", [2, 4, null, -6]));

        chart.WaitForAssertion(() => Assert.Equal(
            [(0, 2), (10, 4), (100, -6)],
            Points(chart, chart.Find("path.mud-chart-line")).Select(point => (Math.Round(point.Place, 3), Math.Round(point.Amount, 3)))));
        Assert.Equal(["5", "15", "45", "35"], chart.FindAll(".column").Select(column => column.GetAttribute("style")!["flex-grow:".Length..]));
        Assert.Equal(["Month 1", "Month 4"], chart.FindAll(".axis span").Select(label => label.TextContent));
    }

    [Fact]
    public void Without_a_circuit_a_line_through_time_is_drawn_in_even_steps()
    {
        DateTime[] days = [new(2026, 3, 1), new(2026, 3, 2), new(2026, 3, 11)];

        var chart = DrawTimes(true, days, new ChartSeries("A", [1, 2, 3]));

        Assert.Equal([0, 50, 100], Points(chart, chart.Find("path.mud-chart-line")).Select(point => point.Place));
        Assert.Equal(3, chart.FindAll(".axis span").Count);
    }

    [Fact]
    public void One_moment_is_drawn()
    {
        var chart = DrawTimes(false, [new(2026, 3, 1)], new ChartSeries("A", [7]));

        Assert.Single(chart.FindAll("path.dot"));
    }
}
