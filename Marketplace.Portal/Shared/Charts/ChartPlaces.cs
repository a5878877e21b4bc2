using System.Globalization;

namespace Marketplace.Portal.Shared.Charts;

/// <summary>Where the labels of a chart lie from left to right, in percent of its width.</summary>
internal static class ChartPlaces
{
    public static double[] Bars(int count) => [.. Enumerable.Range(0, count).Select(at => (at + 0.5) * 100 / count)];

    public static double[] Points(int count) => [.. Enumerable.Range(0, count).Select(at => at * 100.0 / Math.Max(count - 1, 1))];

    public static double[] Times(IReadOnlyList<DateTime> times)
    {
        var (first, all) = (times[0], times[^1] - times[0]);
        return [.. times.Select(time => all == TimeSpan.Zero ? 0 : (time - first) / all * 100)];
    }

    /// <summary>How wide the surroundings of each are: up to half way to its neighbors.</summary>
    public static IEnumerable<double> Widths(double[] places) =>
        places.Select((place, at) => (at + 1 < places.Length ? (place + places[at + 1]) / 2 : 100) - (at > 0 ? (places[at - 1] + place) / 2 : 0));

    /// <summary>A number as SVG and CSS want it, in every culture.</summary>
    public static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
