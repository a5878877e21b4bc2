using System.Diagnostics;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;

namespace Marketplace.Bench;

/// <summary>How many quotes a second one thread computes, of a usual basket: three lines, one of them converted and on trial, and two promotions.</summary>
internal static class QuotesMeasure
{
    private const int Many = 200_000, WarmUp = 20_000;

    public static void Run()
    {
        var basket = Usual();
        var sum = 0L;
        for (var i = 0; i < WarmUp; i++)
        {
            sum += Quoting.Of(basket).DueToday.Minor;
        }

        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Many; i++)
        {
            sum += Quoting.Of(basket).DueToday.Minor;
        }

        var each = Stopwatch.GetElapsedTime(start).TotalSeconds / Many;
        Report.Line("quotes of three lines and two promotions, one thread", 1 / each, "/s", $"{sum / (Many + WarmUp)} minor units each are due today");
    }

    private static Basket Usual()
    {
        var rates = new RatesOf(new DateOnly(2026, 11, 27), new Dictionary<string, decimal> { ["GBP"] = 0.8512m });
        OfferTerms[] offers =
        [
            new(OfferTier.Premium, OfferModel.Monthly, 3, [new(2900, "EUR")])
            {
                Details = new()
                {
                    Trial = new(14, true), Ending = PriceEnding.NinetyNine,
                    ExtraSites = new(ScaleKind.Graduated, [new(1, [new(800, "EUR")]), new(10, [new(600, "EUR")])]),
                },
            },
            new(OfferTier.Basic, OfferModel.Yearly, 1, [new(24000, "EUR"), new(21000, "GBP")]),
            new(OfferTier.Enterprise, OfferModel.OneTime, null, [new(48000, "EUR")]) { Details = new() { SetupFee = [new(9900, "EUR")] } },
        ];
        OpenPromotion[] promotions =
        [
            new(1, "Autumn", new(new PercentOff(10), PromotionConditions.None, Order: 1, Periods: 3)),
            new(2, "Welcome", new(new AmountOff([new(2000, "GBP")]), PromotionConditions.None, Order: 2)),
        ];
        return new Basket(
            "GBP", [.. offers.Select((offer, at) => new BasketLine(at, $"acme.{at}", $"Module {at}", PricedOffer.In(offer, "GBP", "EUR", rates)!, 14))],
            new PromotionBuyer("GB", true), promotions, new TaxDecision.Taxed(new("VAT", "GB", "", 20)), false, new(2026, 11, 30, 9, 0, 0, DateTimeKind.Utc));
    }
}
