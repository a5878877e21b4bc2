using System.Collections.Frozen;
using Marketplace.Data;

namespace Marketplace.Payments.Stripe;

/// <summary>How Stripe writes amounts: mostly as ISO 4217 does, and which of them it takes.</summary>
internal static class StripeAmounts
{
    private const long Largest = 99_999_999;

    private static readonly FrozenSet<string> WithoutDecimals =
        FrozenSet.Create("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");

    private static readonly FrozenSet<string> WithThree = FrozenSet.Create("BHD", "JOD", "KWD", "OMR", "TND");

    // Written with two decimals that are always zero.
    private static readonly FrozenSet<string> WholeOnly = FrozenSet.Create("ISK", "UGX");

    private static readonly FrozenDictionary<string, long> Least = new Dictionary<string, long>
    {
        ["USD"] = 50, ["AUD"] = 50, ["BRL"] = 50, ["CAD"] = 50, ["CHF"] = 50, ["EUR"] = 50, ["INR"] = 50, ["NZD"] = 50, ["SGD"] = 50, ["GBP"] = 30,
        ["AED"] = 200, ["MYR"] = 200, ["PLN"] = 200, ["RON"] = 200, ["DKK"] = 250, ["NOK"] = 300, ["SEK"] = 300, ["HKD"] = 400,
        ["MXN"] = 1000, ["THB"] = 1000, ["CZK"] = 1500, ["HUF"] = 17500, ["JPY"] = 50,
    }.ToFrozenDictionary();

    /// <summary>Null where Stripe takes it; otherwise why it does not, and what to do.</summary>
    public static string? Problem(Money amount)
    {
        if (Currency.Find(amount.Currency) is not { Digits: <= 3 } currency || (currency.Digits == 3 && !WithThree.Contains(currency.Code)))
        {
            return $"Stripe takes no payments in {amount.Currency}. Choose another currency or another way to pay.";
        }

        if (!Divides(amount, currency))
        {
            return WithThree.Contains(currency.Code)
                ? $"Stripe takes {currency.Code} with two decimals: the last of the three has to be 0. Ask the operator for another price."
                : $"Stripe takes whole {currency.Code} only. Ask the operator for another price.";
        }

        var minor = ToStripe(amount);
        return minor > Largest ? $"Stripe takes at most {FromStripe(Largest - (Largest % 100), currency.Code)} at once. Choose another way to pay."
            : minor < Least.GetValueOrDefault(currency.Code, 1)
                ? $"Stripe takes at least {FromStripe(Least.GetValueOrDefault(currency.Code, 1), currency.Code)}. Choose another way to pay."
            : null;
    }

    public static long ToStripe(Money amount) => Scaled(amount.Minor, DigitsOf(amount.Currency) - Currency.Of(amount.Currency).Digits);

    /// <param name="currency">In either case.</param>
    public static Money FromStripe(long minor, string currency) => currency.ToUpperInvariant() is var code
        ? new(Scaled(minor, Currency.Of(code).Digits - DigitsOf(code)), code)
        : default;

    private static int DigitsOf(string code) => WithoutDecimals.Contains(code) ? 0 : WithThree.Contains(code) ? 3 : 2;

    private static bool Divides(Money amount, Currency currency) =>
        WithThree.Contains(currency.Code) ? amount.Minor % 10 == 0
        : currency.Digits > DigitsOf(currency.Code) ? amount.Minor % (long)Math.Pow(10, currency.Digits - DigitsOf(currency.Code)) == 0
        : !WholeOnly.Contains(currency.Code) || ToStripe(amount) % 100 == 0;

    private static long Scaled(long minor, int steps) =>
        steps >= 0 ? checked(minor * (long)Math.Pow(10, steps)) : Whole.Nearest(minor, (long)Math.Pow(10, -steps));
}
