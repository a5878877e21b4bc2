using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;

namespace Marketplace.Pricing.Quotes;

/// <summary>A buyer who might come.</summary>
/// <param name="Country">ISO 3166-1.</param>
/// <param name="HasVatId">A business that has one which is in order.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record PreviewBuyer(string Country, BuyerKind Kind, bool HasVatId, string Currency, int Sites);

/// <summary>What such a buyer sees of a module's open offers.</summary>
/// <param name="Decision">How a sale to it is taxed; null where no seller is entered yet.</param>
public sealed record OfferPreview(TaxDecision? Decision, bool ShowsGross, IReadOnlyList<PreviewedOffer> Offers)
{
    /// <summary>The day of the rates by which some were converted; null where none was.</summary>
    public DateOnly? RateDay => Offers.Max(offer => offer.Priced?.RateDay);
}

/// <param name="Priced">In the buyer's currency; null where the price is told on request, or no rate leads to the currency.</param>
/// <param name="Quote">What a quote would say; null as above, and where the sale cannot be taxed.</param>
public sealed record PreviewedOffer(OfferRow Offer, PricedOffer? Priced, Quote? Quote);

/// <summary>Shows publishers what buyers see: by the rules of quotes, without promotions.</summary>
public sealed class OfferPreviews(OfferQueries offers, SellerEntities sellers, TaxRateQueries taxes, RatesQueries rates, TimeProvider clock)
{
    /// <summary>Null if the actor may not change the module's listing.</summary>
    public async Task<OfferPreview?> ReadAsync(Actor actor, string packageId, PreviewBuyer buyer, CancellationToken cancel)
    {
        if (await offers.ManagedAsync(actor, packageId, cancel) is not { } module)
        {
            return null;
        }

        var now = clock.UtcNow;
        var table = await rates.NowAsync(cancel) ?? new RatesOf(DateOnly.FromDateTime(now), new Dictionary<string, decimal>());
        var decision = await sellers.ReadAsync(cancel) is { } seller
            ? TaxRules.Decide(seller.CaseFor(Buyer(buyer), buyer.Country, ProductClass.Electronic, null, now), await taxes.TableAsync(cancel))
            : null;
        return new(decision, TaxRules.PricesInclude(buyer.Kind), [.. module.Offers.Select(offer => Of(offer, module, buyer, decision, table, now))]);
    }

    private static PreviewedOffer Of(OfferRow offer, OfferedModule module, PreviewBuyer buyer, TaxDecision? decision, RatesOf rates, DateTime now)
    {
        var priced = PricedOffer.In(offer.Terms, buyer.Currency, module.Currency, rates);
        return new(offer, priced, priced is null || offer.Tier is OfferTier.Free || decision is null or TaxDecision.NeedsAttention
            ? null
            : Quoting.Of(new Basket(
                buyer.Currency, [new(offer.Id, module.PackageId, module.DisplayName, priced, buyer.Sites)],
                new PromotionBuyer(buyer.Country, IsFirstPurchase: true), [], decision, TaxRules.PricesInclude(buyer.Kind), now)));
    }

    // Which number it is does not matter, only that there is one which is in order; one without a country is of the buyer's.
    private static TaxBuyer Buyer(PreviewBuyer buyer) => buyer is { Kind: BuyerKind.Business, HasVatId: true }
        ? new(buyer.Country, "", buyer.Kind, "-", VatVerdict.WellFormed)
        : new(buyer.Country, "", buyer.Kind);
}
