using System.Collections.Frozen;
using System.Numerics;
using Marketplace.Data;

namespace Marketplace.Pricing.Rates;

/// <summary>The exchange rates of one day. It never changes, so whoever holds it converts the same amount alike at any time.</summary>
/// <param name="day">The day of its newest rate; a day without rates has those of the last day before.</param>
/// <param name="perEuro">Units for one euro, by ISO 4217.</param>
public sealed class RatesOf(DateOnly day, IReadOnlyDictionary<string, decimal> perEuro)
{
    private const string Euro = "EUR";

    private readonly FrozenDictionary<string, decimal> _perEuro = perEuro
        .Select(rate => rate.Value > 0
            ? rate
            : throw new ArgumentException($"The rate of {rate.Key} is {rate.Value}; a rate is more than zero.", nameof(perEuro)))
        .Where(rate => rate.Key != Euro).Append(new(Euro, 1)).ToFrozenDictionary();

    public DateOnly Day { get; } = day;

    /// <summary>In the order of their codes, the euro among them.</summary>
    public IReadOnlyList<string> Currencies { get; } = [.. perEuro.Keys.Append(Euro).Distinct().Order(StringComparer.Ordinal)];

    public bool Has(string currency) => _perEuro.ContainsKey(currency);

    /// <summary>Units for one euro; null where there is no rate.</summary>
    public decimal? PerEuro(string currency) => _perEuro.TryGetValue(currency, out var rate) ? rate : null;

    /// <summary>The amount in another currency, through the euro: computed exactly and rounded once, halves away from zero.</summary>
    /// <exception cref="InvalidOperationException">One of the two has no rate on the day; ask <see cref="Has"/> first.</exception>
    public Money Convert(Money amount, string to)
    {
        if (amount.Currency == to)
        {
            return amount;
        }

        var (from, into) = (Rate(amount.Currency), Rate(to));
        return new(
            Whole.Nearest(
                amount.Minor * into.Numerator * from.Denominator * Unit(to), into.Denominator * from.Numerator * Unit(amount.Currency)),
            to);
    }

    /// <summary>A price in another currency with the ending that prices have there; more than zero where the price is.</summary>
    public Money Price(Money price, string to, PriceEnding ending) =>
        price.Currency == to ? price : price.Minor == 0 ? Money.Zero(to) : ending.Nearest(Convert(price, to));

    private (BigInteger Numerator, BigInteger Denominator) Rate(string currency) =>
        Whole.Fraction(PerEuro(currency) ?? throw new InvalidOperationException($"There is no exchange rate of {currency} on {Day:yyyy-MM-dd}."));

    private static BigInteger Unit(string currency) => BigInteger.Pow(10, Currency.Of(currency).Digits);
}
