using Marketplace.Data;
using Marketplace.Revenue.Measures;

namespace Marketplace.Revenue.Reports;

/// <summary>Figures of revenue as CSV: amounts in whole units of the currency, shares as parts of one, both unrounded.</summary>
public static class RevenueCsv
{
    public static string Measures(RevenueReport report) => Csv.Write(
        ["Measure", "Name", "Unit", Days(report.View.Span), Days(report.View.Compared), .. report.Months.Select(month => $"{month:yyyy-MM}")],
        report.Values.Select(value => (IReadOnlyList<object>)
        [
            value.Measure.Code, value.Measure.Name,
            value.Measure.Unit is MeasureUnit.Amount ? report.View.Currency : $"{value.Measure.Unit}".ToLowerInvariant(),
            Number(value.Now), Number(value.Before), .. value.Months.Select(Number),
        ]));

    public static string Parts(RevenueBreakdown split, RevenueView view) => Csv.Write(
        [$"{split.By}", "Id", "Publisher", "Currency", "MRR", "Change", "Clients", .. split.Months.Select(month => $"{month:yyyy-MM}")],
        split.Parts.Select(part => (IReadOnlyList<object>)
        [
            part.Name, part.Detail ?? part.Key, part.Owner ?? "", view.Currency, part.Mrr, part.Change, part.Clients, .. part.Months.Select(Number),
        ]));

    private static string Days(RevenueSpan span) => $"{span.From:yyyy-MM-dd} to {span.To:yyyy-MM-dd}";

    private static object Number(decimal? value) => value is { } some ? some : "";
}
