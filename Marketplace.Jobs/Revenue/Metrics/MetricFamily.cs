namespace Marketplace.Revenue.Metrics;

public enum MetricType
{
    Gauge,

    /// <summary>It never goes down; the name of its sample ends with <c>_total</c>.</summary>
    Counter,
}

public sealed record MetricLabel(string Name, string Value);

/// <param name="Label">By which samples of a family are told apart; null where there is one alone.</param>
public sealed record MetricSample(decimal Value, MetricLabel? Label = null);

/// <summary>A figure for monitoring, as OpenMetrics 1.0 has it.</summary>
/// <param name="Name">Without <c>_total</c>; it ends with the unit where it has one.</param>
/// <param name="Help">What it counts, in a sentence.</param>
public sealed record MetricFamily(string Name, MetricType Type, string Help, IReadOnlyList<MetricSample> Samples, string? Unit = null);
