using Marketplace.Data;
using Marketplace.Pricing;

namespace Marketplace.Portal.Pricing;

/// <summary>What so many cost in all, for a chart: at even distances, from none or one up to beyond the last step.</summary>
internal sealed record PriceCurve(IReadOnlyList<long> Numbers, IReadOnlyList<decimal> Amounts)
{
    private const int MaxPoints = 49;

    // No curve is drawn up to amounts that nobody pays, and that no number holds.
    private const long MaxMinor = 1_000_000_000_000_000_000;

    /// <summary>What a period costs on so many sites.</summary>
    public static PriceCurve OfSites(PricedOffer offer) => Of(
        1, Math.Min(OfferTerms.MaxSites, (offer.Sites ?? 0) + Beyond(offer.ExtraSites!, 1)), sites => offer.ForSites((int)sites), offer.Currency);

    /// <summary>What a month costs in which so many units were used.</summary>
    public static PriceCurve OfUnits(PricedMeter meter, string currency)
    {
        var last = meter.Included + Math.Max(Beyond(meter.Scale, meter.Per), meter.Included / 2);
        return Of(0, Math.Min(last, MaxMinor / Math.Max(1, meter.Scale.Steps.Max(step => step.Each))), meter.Of, currency);
    }

    // Half as far again as the last step, so that it is seen how it goes on.
    private static long Beyond(PricedScale scale, long per) => Math.Max(scale.Steps[^1].From + (scale.Steps[^1].From / 2), 10 * per);

    private static PriceCurve Of(long first, long last, Func<long, long> cost, string currency)
    {
        var stride = Round((last - first + MaxPoints - 2) / (MaxPoints - 1));
        var unit = Currency.Of(currency).MinorUnits;
        long[] numbers = [.. Enumerable.Range(0, (int)((last - first) / stride) + 1).Select(at => first + (at * stride))];
        return new(numbers, [.. numbers.Select(number => cost(number) / unit)]);
    }

    // So that the numbers below the curve are round ones.
    private static long Round(long stride)
    {
        var power = (long)Math.Pow(10, Math.Floor(Math.Log10(Math.Max(stride, 1))));
        return stride <= power ? power : stride <= 2 * power ? 2 * power : stride <= 5 * power ? 5 * power : 10 * power;
    }
}
