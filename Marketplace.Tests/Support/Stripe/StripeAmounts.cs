using System.Globalization;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Amounts that Stripe refuses in a currency.</summary>
internal static class StripeAmounts
{
    private static readonly HashSet<string> ZeroDecimal =
        [.. "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".Split(' ')];

    private static readonly HashSet<string> ThreeDecimal = [.. "bhd jod kwd omr tnd".Split(' ')];

    private static readonly Dictionary<string, long> Minimum = new()
    {
        ["gbp"] = 30, ["bgn"] = 100, ["aed"] = 200, ["myr"] = 200, ["pln"] = 200, ["ron"] = 200, ["dkk"] = 250, ["nok"] = 300, ["sek"] = 300,
        ["hkd"] = 400, ["mxn"] = 1000, ["thb"] = 1000, ["czk"] = 1500, ["huf"] = 17500, ["jpy"] = 50,
    };

    /// <summary>The currency in lower case, once the amount is one that can be charged in it.</summary>
    public static string Check(long amount, string currency)
    {
        var code = Currency(currency);
        if (amount < 1)
        {
            throw StripeFailure.Invalid("parameter_invalid_integer", "This value must be greater than or equal to 1.", "amount");
        }

        if (amount > 99_999_999)
        {
            throw StripeFailure.Invalid("amount_too_large", $"Amount must be no more than {Words(99_999_999, code)}", "amount");
        }

        if (code is "isk" or "ugx" ? amount % 100 is not 0 : ThreeDecimal.Contains(code) && amount % 10 is not 0)
        {
            throw StripeFailure.Invalid("parameter_invalid_integer", $"Invalid integer: {amount}", "amount");
        }

        var least = Minimum.GetValueOrDefault(code, ZeroDecimal.Contains(code) ? 1 : 50);
        return amount >= least ? code : throw StripeFailure.Invalid("amount_too_small", $"Amount must be at least {Words(least, code)}", "amount");
    }

    public static string Currency(string currency)
    {
        var code = currency.ToLowerInvariant();
        return code.Length is 3 && code.All(char.IsAsciiLetterLower) ? code : throw StripeFailure.Invalid(null, $"Invalid currency: {currency}", "currency");
    }

    public static string Words(long amount, string currency)
    {
        var number = ZeroDecimal.Contains(currency) ? $"{amount}" : (amount / 100m).ToString("0.00", CultureInfo.InvariantCulture);
        return $"{currency switch { "usd" => "$", "eur" => "€", "gbp" => "£", "jpy" => "¥", _ => "" }}{number} {currency}";
    }
}
