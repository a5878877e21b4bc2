using Marketplace.Pricing.Promotions;

namespace Marketplace.Pricing.Quotes;

internal static class Upgrades
{
    /// <summary>The tier that a line leads to: the best that a promotion gives, or that of the offer.</summary>
    public static OfferTier Of(Basket basket, BasketLine line) => By(basket, line) is { Rule.Action: TierUpgrade { To: var to } } ? to : line.Offer.Tier;

    /// <summary>The promotion that gives it a better tier than was chosen; the first of those that give the best.</summary>
    public static OpenPromotion? By(Basket basket, BasketLine line) => basket.Promotions
        .Where(one => one.Rule.Action is TierUpgrade { To: var to } && to > line.Offer.Tier)
        .Where(one => one.Rule.Conditions.AreMetBy(basket.Buyer, basket.Currency))
        .Where(one => one.Rule.Conditions.AreMetBy(line.Module, line.Offer.Tier, line.Offer.Model))
        .OrderByDescending(one => ((TierUpgrade)one.Rule.Action).To).ThenBy(one => one.Rule.Order).ThenBy(one => one.Id).FirstOrDefault();
}
