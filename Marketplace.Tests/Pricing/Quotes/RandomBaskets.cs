using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;

namespace Marketplace.Tests.Pricing.Quotes;

/// <summary>Baskets of every kind, by a seed: all models, tiers, scales, trials, currencies of 0, 2 and 3 decimals, promotions and ways of tax.</summary>
internal sealed class RandomBaskets(int seed)
{
    private const string Own = "EUR";
    private static readonly DateTime Now = new(2026, 11, 30, 9, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Currencies = ["EUR", "USD", "JPY", "KWD"];
    private static readonly string[] Modules = ["acme.mail", "acme.shop", "contoso.pdf"];
    private static readonly string[] Countries = ["DE", "FR", "JP"];

    private static readonly RatesOf Rates = new(
        new DateOnly(2026, 11, 27), new Dictionary<string, decimal> { ["USD"] = 1.0873m, ["JPY"] = 163.24m, ["KWD"] = 0.33512m });

    private readonly Random _random = new(seed);

    public Basket Next()
    {
        var currency = One(Currencies);
        return new Basket(
            currency, [.. Enumerable.Range(0, _random.Next(1, 5)).Select(id => Line(id, currency))], new(One(Countries), Often()),
            [.. Enumerable.Range(1, _random.Next(0, 4)).Select(id => new OpenPromotion(id, $"Promotion {id}", Rule(currency)))], Tax(), Often(), Now);
    }

    private BasketLine Line(int id, string currency)
    {
        var model = One(Enum.GetValues<OfferModel>());
        var tier = One<OfferTier>([OfferTier.Basic, OfferTier.Premium, OfferTier.Enterprise]);
        int? included = Often() ? _random.Next(1, 20) : null;
        var offer = new OfferTerms(tier, model, included, model is OfferModel.Freemium ? [] : [Amount(1, 5_000_00)])
        {
            Details = new OfferDetails
            {
                Trial = model is not OfferModel.OneTime && Rarely() ? new(_random.Next(1, 60), Often()) : null,
                SetupFee = Rarely() ? [Amount(1, 900_00)] : [],
                ExtraSites = included is not null && Often() ? Scale() : null,
                Ending = One(Enum.GetValues<PriceEnding>()),
            },
        };
        return new(id, One(Modules), "A module", PricedOffer.In(offer, currency, Own, Rates)!, _random.Next(0, 60));
    }

    private Scale Scale()
    {
        var from = 1L;
        var steps = new List<Step>();
        for (var left = _random.Next(1, 5); left > 0; left--)
        {
            steps.Add(new(from, [Amount(0, 80_00)]));
            from += _random.Next(1, 30);
        }

        return new(One(Enum.GetValues<ScaleKind>()), steps);
    }

    private PromotionRule Rule(string currency) => new(
        _random.Next(4) switch
        {
            0 => new PercentOff(_random.Next(1, 10_001) / 100m),
            1 => new AmountOff([new(_random.Next(1, 2_000_00), currency)]),
            2 => new FreeMonths(_random.Next(1, 15)),
            _ => new TierUpgrade(One<OfferTier>([OfferTier.Premium, OfferTier.Enterprise])),
        },
        new PromotionConditions
        {
            FirstPurchaseOnly = Rarely(),
            Modules = Rarely() ? [One(Modules)] : [],
            Tiers = Rarely() ? [One(Enum.GetValues<OfferTier>())] : [],
            Models = Rarely() ? [One(Enum.GetValues<OfferModel>())] : [],
            Currencies = Rarely() ? [One(Currencies)] : [],
            Countries = Rarely() ? [One(Countries)] : [],
        },
        _random.Next(3), Rarely(), Often() ? _random.Next(1, 6) : null);

    private TaxDecision Tax() => _random.Next(5) switch
    {
        0 => new TaxDecision.ReverseCharge("Reverse charge.", "Article 196"),
        1 => new TaxDecision.OutsideScope("Elsewhere."),
        _ => new TaxDecision.Taxed(new("VAT", "DE", "", _random.Next(0, 300_000) / 10_000m)),
    };

    private Money Amount(int least, int most) => new(_random.Next(least, most + 1), Own);

    private bool Often() => _random.Next(2) == 0;

    private bool Rarely() => _random.Next(4) == 0;

    private T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];
}
