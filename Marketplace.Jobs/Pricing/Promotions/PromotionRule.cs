using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Data;

namespace Marketplace.Pricing.Promotions;

/// <summary>What a promotion does, for whom and for what: one document, kept with the promotion.</summary>
/// <param name="Order">Those of lower order come first; of the same order, the older promotion.</param>
/// <param name="IsExclusive">It applies to a line only where nothing else has, and then nothing else does.</param>
/// <param name="Periods">How many periods of a subscription it lowers: 1 for the first, null for all of them.</param>
public sealed record PromotionRule(PromotionAction Action, PromotionConditions Conditions, int Order = 0, bool IsExclusive = false, int? Periods = 1)
{
    public const int MaxLength = 8000;

    /// <summary>Null if it is sound, otherwise what to change.</summary>
    public string? Problem() => Action switch
    {
        PercentOff { Percent: <= 0 or > 100 } => "A percentage is more than 0 and at most 100.",
        PercentOff { Percent.Scale: > 2 } => "A percentage has at most two decimals.",
        AmountOff { Amounts.Count: 0 } => "Enter the amount in at least one currency.",
        AmountOff amount when amount.Amounts.FirstOrDefault(one => Currency.Find(one.Currency)?.Code != one.Currency) is { Currency: { } code } =>
            Currency.Unknown(code),
        AmountOff amount when amount.Amounts.FirstOrDefault(one => !Currency.IsPrice(one.Minor)) is { Currency: { } code } =>
            $"The amount in {code} must be more than nothing.",
        AmountOff amount when amount.Amounts.CountBy(one => one.Currency).FirstOrDefault(count => count.Value > 1) is { Key: { } twice } =>
            $"There are two amounts in {twice}.",
        FreeMonths { Months: < 1 or > 36 } => "Free months are 1 to 36.",
        TierUpgrade { To: OfferTier.Free or OfferTier.Custom } => "An upgrade leads to Basic, Premium or Enterprise.",
        _ when Periods is < 1 or > 120 => "A promotion lowers 1 to 120 periods, or all of them.",
        _ when Order is < 0 or > 1000 => "The order is a number from 0 to 1,000.",
        _ => Conditions.Problem()
            ?? (ToJson().Length > MaxLength ? "The promotion has too many conditions. Name fewer modules, countries or currencies." : null),
    };

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static PromotionRule Parse(string json) => JsonSerializer.Deserialize<PromotionRule>(json, JsonSerializerOptions.Web)!;
}

[JsonDerivedType(typeof(PercentOff), "percent")]
[JsonDerivedType(typeof(AmountOff), "amount")]
[JsonDerivedType(typeof(FreeMonths), "months")]
[JsonDerivedType(typeof(TierUpgrade), "upgrade")]
public abstract record PromotionAction;

public sealed record PercentOff(decimal Percent) : PromotionAction;

/// <summary>Off the order as a whole, shared among the lines that it is for. In no other currency than these.</summary>
public sealed record AmountOff(IReadOnlyList<Money> Amounts) : PromotionAction;

/// <summary>Whole periods where a period is a month; so many twelfths where it is a year. What is paid once is not lowered.</summary>
public sealed record FreeMonths(int Months) : PromotionAction;

/// <summary>The price stays that of the tier which is bought.</summary>
public sealed record TierUpgrade(OfferTier To) : PromotionAction;

/// <summary>What must all be so. An empty list asks for nothing.</summary>
public sealed record PromotionConditions
{
    public static readonly PromotionConditions None = new();

    public bool FirstPurchaseOnly { get; init; }

    /// <summary>Package ids, normalized.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    public IReadOnlyList<OfferTier> Tiers { get; init; } = [];
    public IReadOnlyList<OfferModel> Models { get; init; } = [];

    /// <summary>ISO 4217.</summary>
    public IReadOnlyList<string> Currencies { get; init; } = [];

    /// <summary>Of the buyer's billing address, ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Null if it is sound, otherwise what to change.</summary>
    public string? Problem() =>
        Currencies.FirstOrDefault(code => Currency.Find(code)?.Code != code) is { } money ? Currency.Unknown(money)
        : Countries.FirstOrDefault(code => Country.Find(code)?.Code != code) is { } country ? Country.Unknown(country)
        : null;

    /// <summary>Whether it is for such a buyer at all.</summary>
    public bool AreMetBy(PromotionBuyer buyer, string currency) =>
        (!FirstPurchaseOnly || buyer.IsFirstPurchase)
        && (Currencies.Count == 0 || Currencies.Contains(currency))
        && (Countries.Count == 0 || Countries.Contains(buyer.Country));

    /// <summary>Whether it is for such a line.</summary>
    public bool AreMetBy(string module, OfferTier tier, OfferModel model) =>
        (Modules.Count == 0 || Modules.Contains(module))
        && (Tiers.Count == 0 || Tiers.Contains(tier))
        && (Models.Count == 0 || Models.Contains(model));
}

public sealed record PromotionBuyer(string Country, bool IsFirstPurchase);
