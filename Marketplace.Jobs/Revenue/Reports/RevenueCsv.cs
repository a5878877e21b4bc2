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

    /// <summary>With movements where they were asked for.</summary>
    public static string Parts(RevenueBreakdown split, RevenueView view) => split.Movements is null
        ? Csv.Write(
            [$"{split.By}", "Id", "Publisher", "Currency", "MRR", "Change", "Clients", .. split.Months.Select(month => $"{month:yyyy-MM}")],
            split.Parts.Select(part => (IReadOnlyList<object>)
                [.. Name(part.Called), view.Currency, part.Mrr, part.Change, part.Clients, .. part.Months.Select(Number)]))
        : Csv.Write(
            [
                $"{split.By}", "Id", "Publisher", "Currency", "Opening", "New", "Expansion", "Reactivation", "Contraction", "Churn", "FX", "Closing",
            ],
            split.Parts.Select(part => (part, Of: part.Movements!)).Select(one => (IReadOnlyList<object>)
            [
                .. Name(one.part.Called), view.Currency, one.Of.Opening, one.Of.New, one.Of.Expansion, one.Of.Reactivation, one.Of.Contraction, one.Of.Churn,
                one.Of.Fx, one.Of.Closing,
            ]));

    public static string Sales(SalesBreakdown sold, RevenueView view) => Csv.Write(
        [$"{sold.By}", "Id", "Publisher", "Currency", "Recurring", "One-time", "Usage", "Total", "Discounts"],
        sold.Parts.Select(part => (IReadOnlyList<object>)
            [
                .. Name(part.Called), view.Currency, part.Sales.Recurring, part.Sales.OneTime, part.Sales.Usage, part.Sales.Total, part.Sales.Discounts,
            ]));

    private static object[] Name(PartName part) => [part.Name, part.Detail ?? part.Key, part.Owner ?? ""];

    private static string Days(RevenueSpan span) => $"{span.From:yyyy-MM-dd} to {span.To:yyyy-MM-dd}";

    private static object Number(decimal? value) => value is { } some ? some : "";
}
