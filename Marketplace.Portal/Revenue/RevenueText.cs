using System.Globalization;
using Marketplace.Data;
using Marketplace.Portal.Shared;
using Marketplace.Portal.Shared.Charts;
using Marketplace.Revenue;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Reports;

namespace Marketplace.Portal.Revenue;

/// <summary>How figures of revenue are written. They are rounded here, and nowhere before.</summary>
internal static class RevenueText
{
    private const decimal WholeFrom = 10_000, WholeChangeFrom = 1_000;

    /// <summary>1–22 November 2026; November 2026 for the whole of it.</summary>
    public static string Of(RevenueSpan span)
    {
        var isMonth = (span.From.Year, span.From.Month) == (span.To.Year, span.To.Month);
        var isEnglish = CultureInfo.CurrentCulture.TwoLetterISOLanguageName is "en";
        return isMonth && span.From.Day is 1 && span.To.AddDays(1).Day is 1 ? Format.Month(span.From)
            : span.From == span.To ? Format.Day(span.From)
            : isMonth && isEnglish ? $"{span.From.Day}–{span.To.Day} {Format.Month(span.From)}"
            : $"{Format.Day(span.From)} – {Format.Day(span.To)}";
    }

    public static Money Amount(decimal units, string currency) =>
        RevenueFormat.Amount(units, currency);

    public static string Exact(RevenueMeasure measure, decimal? value, string currency) => value is not { } some ? "–" : measure.Unit switch
    {
        MeasureUnit.Share => Format.Percent((double)some),
        MeasureUnit.Ratio => Format.Number((double)some, "0.0"),
        _ => Format.Amount(Amount(some, currency)),
    };

    /// <summary>What stands large: of high amounts the whole units.</summary>
    public static string Figure(RevenueMeasure measure, decimal? value, string currency) =>
        measure.Unit is MeasureUnit.Amount && value is { } some && Math.Abs(some) >= WholeFrom ? Whole(some, currency) : Exact(measure, value, currency);

    /// <summary>By how much it changed, without its sign: of MRR and ARR in percent, of shares in points.</summary>
    public static string? Change(MeasureValue value, string currency) => value.Change is not { } change ? null : value.Measure switch
    {
        Mrr or Arr => value.Before > 0 ? Format.Percent((double)Math.Abs(change / value.Before.Value)) : null,
        { Unit: MeasureUnit.Share } => $"{Format.Number((double)Math.Abs(change * 100), "0.0")} pt",
        { Unit: MeasureUnit.Ratio } => Format.Number((double)Math.Abs(change), "0.0"),
        // Beside the line of its months there is little room.
        _ => Math.Abs(change) >= WholeChangeFrom ? Whole(Math.Abs(change), currency) : Exact(value.Measure, Math.Abs(change), currency),
    };

    public static ChartFormat Chart(RevenueMeasure measure, string currency) => measure.Unit switch
    {
        MeasureUnit.Share => ChartFormat.Percent,
        MeasureUnit.Ratio => ChartFormat.Number,
        _ => ChartFormat.Money(currency),
    };

    /// <summary>+€1,870.00.</summary>
    public static string Signed(decimal units, string currency) => (units > 0 ? "+" : "") + Format.Amount(Amount(units, currency));

    public static string Name(RevenueDimension by) => $"{by}";

    public static string Plural(RevenueDimension by) => by switch
    {
        RevenueDimension.Currency => "Currencies", RevenueDimension.Country => "Countries", _ => $"{by}s",
    };

    /// <summary>In whole units.</summary>
    public static string Whole(decimal units, string currency) => CultureInfo.CurrentCulture.WholeAmount(Amount(units, currency));
}
