using System.Text.Json.Serialization;
using Marketplace.Data;
using Marketplace.Pricing.Rates;

namespace Marketplace.Pricing;

/// <summary>What an offer costs in one currency.</summary>
/// <param name="RateDay">The day of the rates by which it was converted; null where the publisher set the price in this currency.</param>
public sealed record PricedOffer(
    OfferTier Tier, OfferModel Model, int? Sites, string Currency, long Price, long SetupFee, PricedScale? ExtraSites, IReadOnlyList<PricedMeter> Meters,
    Trial? Trial, DateOnly? RateDay)
{
    private static readonly RatesOf NoRates = new(DateOnly.MinValue, new Dictionary<string, decimal>());

    /// <summary>How many months one payment pays for; 0 where there is but one.</summary>
    public int Months => Model.Months();

    /// <summary>What a period costs on so many sites.</summary>
    public long ForSites(int sites)
    {
        var wanted = Math.Max(sites, 1);
        return Sites is not { } included || wanted <= included ? Price
            : ExtraSites is { } extra ? checked(Price + extra.Of(wanted - included))
            : checked(Price * ((wanted + included - 1) / included));
    }

    /// <summary>In the marketplace's own currency, which needs no rate; null where the price is told on request.</summary>
    public static PricedOffer? InOwn(OfferTerms offer, string own) => In(offer, own, own, NoRates);

    /// <summary>What the first year costs on so many sites, the setup fee included, without what is metered.</summary>
    public long FirstYear(int sites) => checked((ForSites(sites) * (Months is 0 ? 1 : 12 / Months)) + SetupFee);

    /// <summary>Null where the offer has no price: it is told on request, or no rate leads to the currency.</summary>
    /// <param name="own">The marketplace's own currency, in which each amount is set.</param>
    public static PricedOffer? In(OfferTerms offer, string currency, string own, RatesOf rates)
    {
        if (offer.Tier is OfferTier.Custom || (currency != own && !offer.IsPricedIn(currency) && !(rates.Has(own) && rates.Has(currency))))
        {
            return null;
        }

        var isOwn = currency == own || offer.IsPricedIn(currency);
        long Amount(IReadOnlyList<Money> amounts, PriceEnding ending) =>
            amounts.Count == 0 ? 0 : OwnPrice.In(amounts, currency)?.Minor ?? rates.Price(OwnPrice.In(amounts, own)!.Value, currency, ending).Minor;
        PricedScale Scaled(Scale scale) => new(scale.Kind, [.. scale.Steps.Select(step => new PricedStep(step.From, Amount(step.Each, PriceEnding.None)))]);
        return new(
            offer.Tier, offer.Model, offer.Sites, currency, Amount(offer.Prices, offer.Details.Ending), Amount(offer.Details.SetupFee, offer.Details.Ending),
            offer.Details.ExtraSites is { } extra ? Scaled(extra) : null,
            [.. offer.Details.Meters.Select(meter => new PricedMeter(meter.Name, meter.Unit, meter.Included, meter.Per, Scaled(meter.Scale)))],
            offer.Details.Trial, isOwn ? null : rates.Day);
    }
}

public sealed record PricedMeter(string Name, string Unit, long Included, long Per, PricedScale Scale)
{
    /// <summary>For what the prices of its steps are: <c>document</c>, <c>1000 mails</c>.</summary>
    [JsonIgnore]
    public string PerText => UnitText.Of(Unit, Per);

    /// <summary>What a month costs in which so many units were used.</summary>
    public long Of(long used) => Scale.Of(used - Included, Per);
}
