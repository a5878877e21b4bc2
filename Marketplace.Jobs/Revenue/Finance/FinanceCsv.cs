using Marketplace.Data;

namespace Marketplace.Revenue.Finance;

/// <summary>Figures of finance as CSV: amounts in whole units of the currency, unrounded.</summary>
public static class FinanceCsv
{
    /// <summary>A line for each country and rate; what was sold stands on the country's first.</summary>
    public static string Taxes(IReadOnlyList<CountryTax> taxes, RevenueView view) => Csv.Write(
        ["Country", "Currency", "Net taxed", "Net not taxed", "Rate", "Tax"],
        taxes.SelectMany(one => (one.Rates.Count == 0 ? [new(0, 0)] : one.Rates).Select((rate, at) => (IReadOnlyList<object>)
            [one.Country, view.Currency, at == 0 ? one.Taxed : "", at == 0 ? one.Untaxed : "", rate.Percent, rate.Amount])));
}
