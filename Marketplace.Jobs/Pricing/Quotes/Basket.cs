using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Tax;

namespace Marketplace.Pricing.Quotes;

/// <summary>What someone would buy: everything a quote is computed from, and nothing else.</summary>
/// <param name="Currency">ISO 4217; that of each line.</param>
/// <param name="ShowsGross">The buyer is a consumer, who is shown prices with tax.</param>
/// <param name="Promotions">Those that are open to this buyer now.</param>
public sealed record Basket(
    string Currency, IReadOnlyList<BasketLine> Lines, PromotionBuyer Buyer, IReadOnlyList<OpenPromotion> Promotions, TaxDecision Tax, bool ShowsGross,
    DateTime At)
{
    /// <summary>The one of them that a code opened, and the code; there is at most one.</summary>
    public long? CodePromotionId { get; init; }

    public string? Code { get; init; }

    /// <summary>The same with something else on one of its lines.</summary>
    public Basket With(int at, BasketLine line) => this with { Lines = [.. Lines.Select((one, number) => number == at ? line : one)] };

    /// <summary>What the license of a line is of: the tier of its offer, or a better one by a promotion.</summary>
    public OfferTier TierOf(int line) => Upgrades.Of(this, Lines[line]);
}

/// <param name="Module">Its package id, normalized.</param>
/// <param name="Sites">On how many sites.</param>
public sealed record BasketLine(long OfferId, string Module, string Name, PricedOffer Offer, int Sites)
{
    /// <summary>The names of the modules that are sold along.</summary>
    public IReadOnlyList<string> Bundle { get; init; } = [];

    /// <summary>Its first payment is due today.</summary>
    public BasketLine WithoutTrial() => this with { Offer = Offer with { Trial = null } };
}
