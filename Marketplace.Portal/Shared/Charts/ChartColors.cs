namespace Marketplace.Portal.Shared.Charts;

/// <summary>The theme’s colors of charts. They change with the theme in the browser, so no chart is drawn again for it.</summary>
public static class ChartColors
{
    public const string Gain = "var(--chart-gain)";
    public const string Loss = "var(--chart-loss)";
    public const string Total = "var(--chart-total)";

    // Neighbors differ in lightness, so that they can be told apart without their hue.
    private static readonly string[] Areas = [Gain, "var(--heat-4)", "var(--text-2)", "var(--heat-3)", Total];

    // Thin strokes need more contrast; the style sheet gives each of these a dash of its own.
    private static readonly string[] Strokes = [Gain, Total, "var(--heat-6)", "var(--text-2)", "var(--heat-5)"];

    public static IReadOnlyList<ChartSeries> Colored(IReadOnlyList<ChartSeries> series, bool isStroke)
    {
        var colors = isStroke ? Strokes : Areas;
        return [.. series.Select((one, at) => one with { Color = one.Color ?? colors[at % colors.Length] })];
    }
}
