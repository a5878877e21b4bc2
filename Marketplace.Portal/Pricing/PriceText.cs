using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;

namespace Marketplace.Portal.Pricing;

/// <summary>Prices in words, alike on every page.</summary>
internal static class PriceText
{
    public const string OnRequest = "On request";

    /// <summary>€29.00 / month; Free; On request.</summary>
    public static string Of(ListPrice price) => price.IsFree ? "Free" : price.Amount is { } amount ? Of(amount, price.Per) : OnRequest;

    public static string Of(OfferRow offer) => Of(offer.Tier, offer.Model, offer.Price);

    public static string Of(OfferTier tier, OfferModel model, Money? price) =>
        tier is OfferTier.Free ? "Free"
        : price is { } amount ? Of(amount, model.Per())
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
