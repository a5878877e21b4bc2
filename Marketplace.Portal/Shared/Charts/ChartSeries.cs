namespace Marketplace.Portal.Shared.Charts;

/// <summary>A named row of amounts, as every chart takes it.</summary>
/// <param name="Values">One for each label of the chart; null where nothing is known.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<decimal?> Values)
{
    public ChartFormat Format { get; init; } = ChartFormat.Number;

    /// <summary>One of <see cref="ChartColors"/> where the color means something; otherwise the series' place decides.</summary>
    public string? Color { get; init; }

    public decimal Sum => Values.Sum() ?? 0;

    public decimal? At(int label) => Values.ElementAtOrDefault(label);

    public string Text(int label) => At(label) is { } amount ? Format.Exact(amount) : "–";
}
