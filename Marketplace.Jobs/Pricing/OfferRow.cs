using Marketplace.Data;

namespace Marketplace.Pricing;

/// <summary>An offer as people read it.</summary>
/// <param name="Price">In the marketplace's own currency; null if it is free, told on request, or only what is used is paid.</param>
/// <param name="Others">Its prices in other currencies.</param>
public sealed record OfferRow(long Id, OfferTier Tier, OfferModel Model, int? Sites, Money? Price, IReadOnlyList<Money> Others)
{
    /// <summary>The marketplace's own, in which each amount is set.</summary>
    public string Currency { get; init; } = Price?.Currency ?? "";

    public OfferDetails Details { get; init; } = OfferDetails.None;

    /// <summary>The modules that are sold along, as far as the list was read with their names.</summary>
    public IReadOnlyList<BundledModule> Bundled { get; init; } = [];

    public OfferTerms Terms => new(Tier, Model, Sites, Price is { } price ? [price, .. Others] : Others) { Details = Details };

    /// <summary>In the marketplace's own currency; null where the price is told on request.</summary>
    public PricedOffer? Priced => PricedOffer.InOwn(Terms, Currency);

    /// <summary>What is paid by use where there is no base price: the first quantity, and the least that so many of it cost.</summary>
    public UsagePrice? Usage => Price is null && Model is OfferModel.UsageBased && Priced is { Meters: [var first, ..] }
        && first.Scale.Steps.Where(step => step.Each > 0).MinBy(step => step.Each) is { } least
            ? new(new(least.Each, Currency), first.PerText, first.Scale.Steps.Count > 1) : null;

    /// <summary>What the first year costs on so many sites, setup and usage aside; null if it is free or told on request.</summary>
    public Money? FirstYear(int sites = 1) => PriceFor(sites) * (Model.Months() is 1 ? 12 : 1);

    /// <summary>What is due at a time on so many sites.</summary>
    public Money? PriceFor(int sites) => Price is { } price && Priced is { } priced ? price with { Minor = priced.ForSites(sites) } : null;
}

/// <param name="Per">For what: <c>document</c>, <c>1000 mails</c>.</param>
/// <param name="IsLeast">Others cost more.</param>
public sealed record UsagePrice(Money Price, string Per, bool IsLeast);
