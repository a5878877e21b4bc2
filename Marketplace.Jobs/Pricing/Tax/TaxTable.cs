namespace Marketplace.Pricing.Tax;

/// <summary>All rates of tax as they were read at a moment. It never changes, so whoever holds it decides the same case alike at any time.</summary>
public sealed class TaxTable
{
    private readonly ILookup<(string Country, string Region, ProductClass ProductClass), (DateOnly From, decimal Percent)> _rates;

    /// <param name="rates">All rows, also those that later ones replaced.</param>
    public TaxTable(IEnumerable<TaxRate> rates) => _rates = rates.GroupBy(rate => rate.Key).Select(key => key.MaxBy(rate => rate.Number)!)
        .Where(rate => !rate.IsWithdrawn).OrderByDescending(rate => rate.From)
        .ToLookup(rate => (rate.Country, rate.Region, rate.ProductClass), rate => (rate.From, rate.Percent));

    /// <summary>
    /// The percentage on a day: the region's before the country's, and that of the class before that of any. Null if none is known.
    /// </summary>
    public decimal? Find(string country, string region, ProductClass productClass, DateOnly day) =>
        At((country, region, productClass), day) ?? At((country, region, ProductClass.Any), day)
        ?? (region == "" ? null : At((country, "", productClass), day) ?? At((country, "", ProductClass.Any), day));

    private decimal? At((string Country, string Region, ProductClass ProductClass) place, DateOnly day) =>
        _rates[place].Where(rate => rate.From <= day).Select(rate => (decimal?)rate.Percent).FirstOrDefault();
}
