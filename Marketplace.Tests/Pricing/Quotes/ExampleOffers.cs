using System.Globalization;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;

namespace Marketplace.Tests.Pricing.Quotes;

/// <summary>Reads the short forms of <see cref="WorkedExampleTests"/>.</summary>
internal static class ExampleOffers
{
    private static readonly RatesOf NoRates = new(new DateOnly(2026, 11, 30), new Dictionary<string, decimal>());

    public static IReadOnlyList<BasketLine> Read(string text, string currency) => [.. text.Split(" + ").Select((offer, at) => Line(offer, at, currency))];

    public static IReadOnlyList<OpenPromotion> ReadPromotions(string text, string currency) =>
        text == "-" ? [] : [.. text.Split(" & ").Select((promotion, at) => new OpenPromotion(at + 1, promotion, Rule(promotion, currency)))];

    private static BasketLine Line(string text, int at, string currency)
    {
        var words = text.Split(' ');
        var head = words[0].Split(':');
        var options = words.Skip(1).Select(word => word.Split('=', 2)).ToDictionary(word => word[0], word => word[1]);
        Money Amount(string amount) =>
            new((long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * (decimal)Math.Pow(10, Currency.Of(currency).Digits)), currency);
        var offer = new OfferTerms(
            OfferTier.Basic,
            head[0] switch
            {
                "once" => OfferModel.OneTime, "monthly" => OfferModel.Monthly, "yearly" => OfferModel.Yearly, "usage" => OfferModel.UsageBased,
                _ => OfferModel.Freemium,
            },
            head.Length < 3 ? 1 : head[2] == "all" ? null : int.Parse(head[2], CultureInfo.InvariantCulture), [Amount(head[1])])
        {
            Details = new OfferDetails
            {
                Trial = options.TryGetValue("trial", out var days) ? new(int.Parse(days, CultureInfo.InvariantCulture), true) : null,
                SetupFee = options.TryGetValue("setup", out var fee) ? [Amount(fee)] : [],
                ExtraSites = options.TryGetValue("scale", out var scale)
                    ? new(scale[0] == 'G' ? ScaleKind.Graduated : ScaleKind.Volume, [.. scale[1..].Split(',').Select(step => step.Split('@'))
                        .Select(step => new Step(long.Parse(step[0], CultureInfo.InvariantCulture), [Amount(step[1])]))])
                    : null,
            },
        };
        return new(
            at, $"acme.{at}", $"Module {at}", PricedOffer.In(offer, currency, currency, NoRates)!,
            head.Length < 4 ? 1 : int.Parse(head[3], CultureInfo.InvariantCulture));
    }

    private static PromotionRule Rule(string text, string currency)
    {
        var isExclusive = text.EndsWith('!');
        var (before, order, _) = (text.TrimEnd('!') + "@0").Split('@');
        var (action, periods, _) = (before + "*1").Split('*');
        return new(Action(action, currency), PromotionConditions.None, Number(order), isExclusive, periods == "all" ? null : Number(periods));
    }

    private static PromotionAction Action(string text, string currency) =>
        text.EndsWith('%') ? new PercentOff(decimal.Parse(text[..^1], CultureInfo.InvariantCulture))
        : text.EndsWith("off", StringComparison.Ordinal) ? new AmountOff([Currency.Of(currency).Parse(text[..^3])!.Value])
        : text.EndsWith("free", StringComparison.Ordinal) ? new FreeMonths(Number(text[..^4]))
        : new TierUpgrade(Enum.Parse<OfferTier>(text[1..], ignoreCase: true));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Deconstruct(this string[] parts, out string first, out string second, out string[] rest) =>
        (first, second, rest) = (parts[0], parts[1], parts[2..]);
}
