namespace Marketplace.Portal.Shared.Charts;

public enum ChartKind
{
    Bar,
    StackedBar,
    Line,

    /// <summary>A line through points in time, each at its distance from the last.</summary>
    TimeSeries,

    /// <summary>A row for each series, a column for each label.</summary>
    HeatMap,

    /// <summary>A part for each series: the sum of its values.</summary>
    Donut,
}
