using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;

namespace Marketplace.Revenue;

/// <summary>What is looked at.</summary>
/// <param name="Compared">What it is compared with.</param>
/// <param name="Currency">In which it is reported, ISO 4217.</param>
/// <param name="RateDay">Whose exchange rates all days have (constant currency); null for each its own.</param>
public sealed record RevenueView(RevenueSpan Span, RevenueSpan Compared, string Currency, DateOnly? RateDay, RevenueFilter Filter);

/// <summary>A measure over the period, the one that it is compared with, and the last months.</summary>
/// <param name="Months">By month, the newest last and up to the last day of the period; null where nothing is known.</param>
public sealed record MeasureValue(RevenueMeasure Measure, decimal? Now, decimal? Before, IReadOnlyList<decimal?> Months)
{
    public decimal? Change => Now - Before;
}

/// <param name="Months">The last days of the months that sparklines show.</param>
/// <param name="Filters">What is chosen, by its name.</param>
/// <param name="WithoutRate">Currencies that no figure contains, as there is no exchange rate.</param>
public sealed record RevenueReport(
    RevenueView View, IReadOnlyList<MeasureValue> Values, RecurringTotals Movements, IReadOnlyList<DateOnly> Months, IReadOnlyList<Cohort> Cohorts,
    IReadOnlyList<(RevenueDimension By, string Name)> Filters, IReadOnlyList<string> WithoutRate)
{
    /// <summary>Measures of the ledger are of the whole marketplace alone.</summary>
    public IEnumerable<MeasureValue> Known => Values.Where(value => View.Filter == new RevenueFilter() || value.Measure is not BookMeasure);

    public MeasureValue Of<TMeasure>()
        where TMeasure : RevenueMeasure => Values.Single(value => value.Measure is TMeasure);
}
