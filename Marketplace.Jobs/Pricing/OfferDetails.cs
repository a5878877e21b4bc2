using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Pricing.Rates;

namespace Marketplace.Pricing;

/// <summary>
/// What an offer consists of beside its tier, model, sites and price: one document, as it never changes. Amounts are in the marketplace's currency and
/// in any others; a currency that has none of its own is converted to.
/// </summary>
public sealed record OfferDetails
{
    public const int MaxLength = 8000;
    public static readonly OfferDetails None = new();

    public Trial? Trial { get; init; }

    /// <summary>Paid once, with the first payment.</summary>
    public IReadOnlyList<Money> SetupFee { get; init; } = [];

    /// <summary>What each site beyond those that are included costs a period; without it more sites need more licenses.</summary>
    public Scale? ExtraSites { get; init; }

    /// <summary>What is counted and paid for after each month.</summary>
    public IReadOnlyList<Meter> Meters { get; init; } = [];

    /// <summary>What the license says that its holder may do.</summary>
    public IReadOnlyList<Entitlement> Entitlements { get; init; } = [];

    /// <summary>Releases of so many months after the purchase are included; all of them where it is null.</summary>
    public int? UpdateMonths { get; init; }

    /// <summary>
    /// Sites that a key takes are floating: a lease of so many minutes, to be renewed before it ends. Null where each keeps its site until it is deactivated.
    /// </summary>
    public int? LeaseMinutes { get; init; }

    /// <summary>What ends on which day after a license; the marketplace's own steps where it is null.</summary>
    public EndSteps? EndSteps { get; init; }

    /// <summary>The package ids of the other modules that are sold along, all of the same publisher.</summary>
    public IReadOnlyList<string> Bundle { get; init; } = [];

    /// <summary>How a price looks that was converted.</summary>
    public PriceEnding Ending { get; init; } = PriceEnding.None;

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static OfferDetails Parse(string json) => JsonSerializer.Deserialize<OfferDetails>(json, JsonSerializerOptions.Web)!;
}

/// <param name="NeedsPaymentMethod">Whether a trial begins only with a way to pay, and goes over into a subscription.</param>
public sealed record Trial(int Days, bool NeedsPaymentMethod);

/// <summary>Something that the license allows: a flag, or so many of something.</summary>
/// <param name="Limit">Null for a flag.</param>
public sealed record Entitlement(string Name, long? Limit);

/// <param name="Unit">What is counted, in the plural: <c>documents</c>.</param>
/// <param name="Included">So many a month cost nothing.</param>
/// <param name="Per">The prices of the steps are for so many units.</param>
public sealed record Meter(string Name, string Unit, long Included, long Per, Scale Scale)
{
    /// <summary>For what the prices of its steps are: <c>document</c>, <c>1000 mails</c>.</summary>
    [JsonIgnore]
    public string PerText => UnitText.Of(Unit, Per);
}

[JsonConverter(typeof(JsonStringEnumConverter<ScaleKind>))]
public enum ScaleKind
{
    /// <summary>Each unit costs what its own step says.</summary>
    Graduated,

    /// <summary>All units cost what the step says that the last one reaches.</summary>
    Volume,
}

/// <param name="Steps">Ascending, the first from the first unit on.</param>
public sealed record Scale(ScaleKind Kind, IReadOnlyList<Step> Steps);

/// <param name="From">The number of the first unit of this step.</param>
/// <param name="Each">What one unit costs, in each currency.</param>
public sealed record Step(long From, IReadOnlyList<Money> Each);
