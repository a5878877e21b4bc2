using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;

namespace Marketplace.Revenue.Reports;

/// <summary>What a saved view asks of revenue, on whatever day it is opened.</summary>
public sealed record ViewQuestion
{
    public const int MaxLength = 2000;

    private static readonly JsonSerializerOptions Kept = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Converters = { new JsonStringEnumConverter() },
    };

    public RevenuePeriod Period { get; init; }

    /// <summary>Of fixed days the first, and the last.</summary>
    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    /// <summary>It is compared with the same days of the year before, and not with the period before.</summary>
    public bool IsYearBefore { get; init; }

    /// <summary>In which it is reported; null for the usual one.</summary>
    public string? Currency { get; init; }

    /// <summary>Whose exchange rates all days have; null for each its own.</summary>
    public DateOnly? RateDay { get; init; }

    public RevenueFilter Filter { get; init; } = new();

    /// <summary>By what it is split; null for all figures.</summary>
    public RevenueDimension? By { get; init; }

    /// <summary>Which figures of the parts.</summary>
    public RevenueShow Show { get; init; }

    /// <summary>Cohorts are of revenue, and not of clients.</summary>
    public bool IsRevenueKept { get; init; }

    [JsonIgnore]
    public bool IsComplete => Period is not RevenuePeriod.Fixed || From <= To;

    public RevenueSpan Days(DateOnly today) => Period.At(today) ?? new(From!.Value, To!.Value);

    /// <param name="usual">The currency where none is chosen.</param>
    public RevenueView At(DateOnly today, string usual)
    {
        var span = Days(today);
        return new(span, IsYearBefore ? span.YearBefore() : span.Before(), Currency ?? usual, RateDay, Filter);
    }

    public string ToJson() => JsonSerializer.Serialize(this, Kept);

    public static ViewQuestion Of(string json) => JsonSerializer.Deserialize<ViewQuestion>(json, Kept)!;
}
