using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;

namespace Marketplace.Portal.Pricing;

/// <summary>Prices in words, alike on every page.</summary>
internal static class PriceText
{
    public const string OnRequest = "On request";

    /// <summary>€29.00 / month; From €0.02 / document; Free; On request.</summary>
    public static string Of(ListPrice price) =>
        price.IsFree ? "Free" : price.Amount is { } amount ? $"{(price.IsByUsage ? "From " : "")}{Of(amount, price.Per)}" : OnRequest;

    public static string Of(OfferRow offer) => offer.Usage is { } usage ? Of(usage) : Of(offer.Tier, offer.Model, offer.Price);

    public static string Of(UsagePrice usage) => $"{(usage.IsLeast ? "From " : "")}{Of(usage.Price, usage.Per)}";

    public static string Of(OfferTier tier, OfferModel model, Money? price) =>
        tier is OfferTier.Free or not OfferTier.Custom && model is OfferModel.Freemium ? "Free"
        : price is { } amount ? Of(amount, model.Per())
        : tier is not OfferTier.Custom && model is OfferModel.UsageBased ? "By usage"
        : OnRequest;

    public static string Of(Money amount, string per) => per == "" ? Shared.Format.Amount(amount) : $"{Shared.Format.Amount(amount)} / {per}";

    /// <summary>On how many sites a license counts.</summary>
    public static string Sites(int? sites) => sites is { } some ? Shared.CountText.Of(some, "site") : "All sites";

    public static string Model(OfferModel model) => Tier(model.Words());

    /// <summary>As the filter of search calls a kind of price.</summary>
    public static string Kind(string kind) => kind switch { "free" => "Free", "one-time" => "One-time", "subscription" => "Monthly or yearly", _ => kind };

    public static string Tier(string tier) => tier.Length > 1 ? $"{char.ToUpperInvariant(tier[0])}{tier[1..]}" : tier;

    /// <summary>The tiers that are sold: Basic, Premium. Empty where there is nothing to choose.</summary>
    public static string Tiers(ListPrice price) =>
        price.Tiers.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var tiers && tiers is ["free"]
            ? ""
            : string.Join(", ", tiers.Select(Tier));
}
