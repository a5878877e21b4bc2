using System.Globalization;

namespace Marketplace.Revenue.Metrics;

/// <summary>Writes figures as text: OpenMetrics 1.0, or the older format of Prometheus (0.0.4) for programs that do not ask for that.</summary>
public static class MetricsText
{
    public const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    public const string PrometheusType = "text/plain; version=0.0.4; charset=utf-8";

    public static string OpenMetrics(IEnumerable<MetricFamily> families) => string.Concat(families.SelectMany(family => (string[])
    [
        $"# TYPE {family.Name} {Word(family.Type)}\n",
        family.Unit is { } unit ? $"# UNIT {family.Name} {unit}\n" : "",
        $"# HELP {family.Name} {Escaped(family.Help, quotes: true)}\n",
        .. Samples(family),
    ]).Append("# EOF\n"));

    /// <summary>There a counter is called what its sample is called, and a unit is no more than the end of a name.</summary>
    public static string Prometheus(IEnumerable<MetricFamily> families) => string.Concat(families.SelectMany(family => (string[])
    [
        $"# HELP {SampleName(family)} {Escaped(family.Help, quotes: false)}\n", $"# TYPE {SampleName(family)} {Word(family.Type)}\n", .. Samples(family),
    ]));

    private static IEnumerable<string> Samples(MetricFamily family) => family.Samples.Select(sample =>
    {
        var labels = sample.Label is { } label ? $"{{{label.Name}=\"{Escaped(label.Value, quotes: true)}\"}}" : "";
        return $"{SampleName(family)}{labels} {sample.Value.ToString("0.############", CultureInfo.InvariantCulture)}\n";
    });

    private static string SampleName(MetricFamily family) => family.Type is MetricType.Counter ? $"{family.Name}_total" : family.Name;

    private static string Word(MetricType type) => type is MetricType.Counter ? "counter" : "gauge";

    private static string Escaped(string text, bool quotes)
    {
        text = text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
