using Marketplace.Data;

namespace Marketplace.Revenue.Measures;

/// <summary>
/// Converts amounts of many days into one currency, each at the rate of its day or the last before; a day before the first known rate has that one.
/// Nothing is rounded here, so that parts sum to the whole: whoever shows a figure rounds it once.
/// </summary>
/// <param name="to">ISO 4217.</param>
/// <param name="perEuro">Units for one euro by currency, each in the order of days.</param>
/// <param name="fixedDay">Whose rates all days have; null for each its own.</param>
public sealed class RevenueRates(string to, IReadOnlyDictionary<string, IReadOnlyList<(DateOnly Day, decimal PerEuro)>> perEuro, DateOnly? fixedDay)
{
    internal const string Euro = "EUR";

    /// <summary>What has no rate is not part of any figure, and the pages say so.</summary>
    public bool Has(string currency) => currency == to || ((currency == Euro || perEuro.ContainsKey(currency)) && (to == Euro || perEuro.ContainsKey(to)));

    /// <returns>In whole units of the reporting currency.</returns>
    public decimal Convert(long minor, string currency, DateOnly day)
    {
        var units = minor / Currency.Of(currency).MinorUnits;
        return currency == to ? units : units * PerEuro(to, fixedDay ?? day) / PerEuro(currency, fixedDay ?? day);
    }

    private decimal PerEuro(string currency, DateOnly day)
    {
        if (currency == Euro)
        {
            return 1;
        }

        var (days, low, high) = (perEuro[currency], 0, perEuro[currency].Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = days[middle].Day <= day ? (middle, high) : (low, middle - 1);
        }

        return days[low].PerEuro;
    }
}
