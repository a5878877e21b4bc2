using Marketplace.Pricing.Promotions;

namespace Marketplace.Pricing.Quotes;

internal static class Upgrades
{
    /// <summary>The tier that a line leads to: the best that a promotion gives, or that of the offer.</summary>
    public static OfferTier Of(Basket basket, BasketLine line) => basket.Promotions
        .Where(one => one.Rule.Conditions.AreMetBy(basket.Buyer, basket.Currency))
        .Where(one => one.Rule.Conditions.AreMetBy(line.Module, line.Offer.Tier, line.Offer.Model))
        .Select(one => one.Rule.Action).OfType<TierUpgrade>().Select(upgrade => upgrade.To).Append(line.Offer.Tier).Max();
}
