using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Revenue.Measures;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Finance;

/// <summary>Tax of one rate, less what was credited.</summary>
public sealed record RateTax(decimal Percent, decimal Amount);

/// <summary>What was sold to a country and is owed to it.</summary>
/// <param name="Taxed">Net sales that bear tax.</param>
/// <param name="Untaxed">Net sales without: reverse charge, exempt, outside the scope.</param>
public sealed record CountryTax(string Country, decimal Taxed, decimal Untaxed, IReadOnlyList<RateTax> Rates)
{
    public decimal Tax => Rates.Sum(rate => rate.Amount);
}

/// <summary>Reads tax by country: what is owed by the ledger, what was sold by invoices.</summary>
internal static class CountryTaxes
{
    public static async Task<IReadOnlyList<CountryTax>> ReadAsync(MarketplaceDb db, RevenueSpan span, RevenueRates rates, CancellationToken cancel)
    {
        var (first, last) = (LedgerMonth.Of(span.From), LedgerMonth.Of(span.To));
        var entries = db.Entries.AsNoTracking().Where(e => e.Journal.Month >= first && e.Journal.Month <= last);
        var credits = await entries.Where(e => e.Credit.Kind == AccountKind.TaxPayable)
            .GroupBy(e => new { e.Credit.Country, e.Credit.RateMillionths, e.Journal.Month, Day = DateOnly.FromDateTime(e.Journal.At), e.Currency })
            .Select(g => new { g.Key, Minor = g.Sum(e => e.Minor) }).ToListAsync(cancel);
        var debits = await entries.Where(e => e.Debit.Kind == AccountKind.TaxPayable)
            .GroupBy(e => new { e.Debit.Country, e.Debit.RateMillionths, e.Journal.Month, Day = DateOnly.FromDateTime(e.Journal.At), e.Currency })
            .Select(g => new { g.Key, Minor = g.Sum(e => -e.Minor) }).ToListAsync(cancel);
        var taxes = credits.Concat(debits).Select(one => (one.Key.Country, one.Key.RateMillionths, one.Key.Currency, one.Minor,
                Day: RevenueReads.DayOf(one.Key.Month, one.Key.Day)))
            .Where(one => one.Day >= span.From && one.Day <= span.To && rates.Has(one.Currency)).ToLookup(one => one.Country!);
        var sold = await db.InvoiceItems.AsNoTracking().Where(i => i.Day >= span.From && i.Day <= span.To)
            .GroupBy(i => new { i.Country, i.Day, i.Currency, IsTaxed = i.TaxMinor != 0 })
            .Select(g => new { g.Key, Minor = g.Sum(i => i.IsCredit ? -i.NetMinor : i.NetMinor) }).ToListAsync(cancel);
        var sales = sold.Where(one => rates.Has(one.Key.Currency)).ToLookup(one => one.Key.Country);
        return
        [
            .. taxes.Select(one => one.Key).Union(sales.Select(one => one.Key)).Select(country =>
            {
                decimal Sold(bool isTaxed) => sales[country].Where(one => one.Key.IsTaxed == isTaxed)
                    .Sum(one => rates.Convert(one.Minor, one.Key.Currency, one.Key.Day));
                return new CountryTax(
                    country, Sold(true), Sold(false),
                    [
                        .. taxes[country].GroupBy(one => one.RateMillionths ?? 0).OrderByDescending(rate => rate.Key).Select(rate => new RateTax(
                            AccountKey.Percent(rate.Key), rate.Sum(one => rates.Convert(one.Minor, one.Currency, one.Day)))),
                    ]);
            }).OrderByDescending(one => one.Tax).ThenByDescending(one => one.Taxed + one.Untaxed),
        ];
    }
}
