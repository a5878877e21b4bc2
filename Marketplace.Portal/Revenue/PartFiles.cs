using Marketplace.Revenue;
using Marketplace.Revenue.Finance;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Revenue;

/// <summary>What breakdowns show, as CSV.</summary>
internal static class PartFiles
{
    public static ContentHttpResult Sales(SalesBreakdown sold, string currency) => RevenueFiles.File(
        [$"{sold.By}", "Id", "Publisher", "Currency", "Recurring", "One-time", "Usage", "Total", "Discounts"],
        sold.Parts.Select(part => (IReadOnlyList<object>)
            [.. Name(part.Name), currency, part.Recurring, part.OneTime, part.Usage, part.Total, part.Discounts]));

    /// <summary>With movements where they were asked for.</summary>
    public static ContentHttpResult Recurring(RevenueBreakdown split, string currency) => split.Movements is null
        ? RevenueFiles.File(
            [$"{split.By}", "Id", "Publisher", "Currency", "MRR", "Change", "Clients", .. split.Months.Select(month => $"{month:yyyy-MM}")],
            split.Parts.Select(part => (IReadOnlyList<object>)
                [.. Name(part), currency, part.Mrr, part.Change, part.Clients, .. part.Months.Select(RevenueFiles.Number)]))
        : RevenueFiles.File(
            [
                $"{split.By}", "Id", "Publisher", "Currency", "Opening", "New", "Expansion", "Reactivation", "Contraction", "Churn", "FX", "Closing",
            ],
            split.Parts.Select(part => (part, Of: part.Movements!)).Select(one => (IReadOnlyList<object>)
            [
                .. Name(one.part), currency, one.Of.Opening, one.Of.New, one.Of.Expansion, one.Of.Reactivation, one.Of.Contraction, one.Of.Churn, one.Of.Fx,
                one.Of.Closing,
            ]));

    /// <summary>A line for each country and rate; what was sold stands on the country's first.</summary>
    public static ContentHttpResult Taxes(IReadOnlyList<CountryTax> taxes, string currency) => RevenueFiles.File(
        ["Country", "Currency", "Net taxed", "Net not taxed", "Rate", "Tax"],
        taxes.SelectMany(one => (one.Rates.Count == 0 ? [new(0, 0)] : one.Rates).Select((rate, at) => (IReadOnlyList<object>)
            [one.Country, currency, at == 0 ? one.Taxed : "", at == 0 ? one.Untaxed : "", rate.Percent, rate.Amount])));

    private static object[] Name(RevenuePart part) => [part.Name, part.Detail ?? part.Key, part.Owner ?? ""];
}
