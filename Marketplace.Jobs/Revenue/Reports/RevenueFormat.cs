using System.Globalization;
using Marketplace.Data;
using Marketplace.Revenue.Measures;

namespace Marketplace.Revenue.Reports;

/// <summary>How figures of revenue are written. They are rounded here, and nowhere before.</summary>
/// <param name="culture">In whose formats; null for those of no culture, with days by ISO 8601.</param>
public sealed class RevenueFormat(CultureInfo? culture = null)
{
    private readonly CultureInfo _culture = culture ?? CultureInfo.InvariantCulture;

    public static Money Amount(decimal units, string currency) =>
        new((long)Math.Round(units * Currency.Of(currency).MinorUnits, MidpointRounding.AwayFromZero), currency);

    public string Days(RevenueSpan span) => span.From == span.To ? Day(span.From) : $"{Day(span.From)} to {Day(span.To)}";

    public string Day(DateOnly day) => _culture.Day(day.ToDateTime(TimeOnly.MinValue));

    public string Exact(RevenueMeasure measure, decimal? value, string currency) => value is not { } some ? "–" : measure.Unit switch
    {
        MeasureUnit.Share => Percent(some),
        MeasureUnit.Ratio => some.ToString("0.0", _culture),
        _ => Units(some, currency),
    };

    /// <summary>With its sign: of MRR and ARR in percent, of shares in points; empty where nothing is known.</summary>
    public string Change(MeasureValue value, string currency) => value.Change is not { } change ? "" : value.Measure switch
    {
        Mrr or Arr => value.Before > 0 ? Signed(change / value.Before.Value, Percent) : "",
        { Unit: MeasureUnit.Share } => Signed(change * 100, points => $"{points.ToString("0.0", _culture)} pt"),
        { Unit: MeasureUnit.Ratio } => Signed(change, ratio => ratio.ToString("0.0", _culture)),
        _ => Signed(change, units => Units(units, currency)),
    };

    /// <summary>+€1,870.00.</summary>
    public string Change(decimal units, string currency) => Signed(units, amount => Units(amount, currency));

    public string Units(decimal units, string currency) => _culture.Amount(Amount(units, currency));

    public string Percent(decimal part) => _culture.Percent(Math.Round(part * 100, 1, MidpointRounding.AwayFromZero));

    private static string Signed(decimal value, Func<decimal, string> written) =>
        value < 0 ? $"−{written(-value)}" : value > 0 ? $"+{written(value)}" : written(value);
}
