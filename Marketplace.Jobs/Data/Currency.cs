using System.Globalization;

namespace Marketplace.Data;

/// <summary>A currency that prices may be in.</summary>
/// <param name="Code">ISO 4217.</param>
/// <param name="Sign">What stands before an amount.</param>
/// <param name="Digits">How many decimals it has, by ISO 4217.</param>
public sealed record Currency(string Code, string Sign, int Digits)
{
    /// <summary>Large enough for any license, small enough that sums of them stay whole numbers of 64 bits.</summary>
    private const long MaxMinor = 100_000_000_00;

    /// <summary>In the order of their codes.</summary>
    public static readonly IReadOnlyList<Currency> All =
    [
        new("AUD", "A$", 2), new("BRL", "R$", 2), new("CAD", "CA$", 2), new("CHF", "CHF ", 2), new("CNY", "CN¥", 2),
        new("CZK", "CZK ", 2), new("DKK", "DKK ", 2), new("EUR", "€", 2), new("GBP", "£", 2), new("HUF", "HUF ", 2),
        new("ILS", "₪", 2), new("INR", "₹", 2), new("JPY", "¥", 0), new("KRW", "₩", 0), new("KWD", "KWD ", 3),
        new("MXN", "MX$", 2), new("NOK", "NOK ", 2), new("NZD", "NZ$", 2), new("PLN", "PLN ", 2), new("RON", "RON ", 2),
        new("SEK", "SEK ", 2), new("SGD", "S$", 2), new("TRY", "₺", 2), new("UAH", "₴", 2), new("USD", "$", 2),
        new("ZAR", "ZAR ", 2),
    ];

    private static readonly Dictionary<string, Currency> ByCode = All.ToDictionary(currency => currency.Code, StringComparer.OrdinalIgnoreCase);

    public static Currency? Find(string code) => ByCode.GetValueOrDefault(code.Trim());

    /// <summary>A code that was stored stays readable, also should it leave the list.</summary>
    public static Currency Of(string code) => Find(code) ?? new(code, $"{code} ", 2);

    /// <summary>
    /// An amount as typed, such as 49, 1049.50 or 12,50; null if it is none, has too many decimals, or is not more than nothing. Decimals are counted as
    /// they are written: 1.000 may have been meant as a thousand.
    /// </summary>
    public Money? Parse(string text)
    {
        var written = text.Trim().Replace(',', '.');
        var decimals = written.IndexOf('.') is >= 0 and var point ? written.Length - point - 1 : 0;
        return decimals <= Digits && decimal.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount <= MaxMinor && (long)(amount * (decimal)Math.Pow(10, Digits)) is var minor && IsPrice(minor)
                ? new Money(minor, Code) : null;
    }

    /// <summary>Whether something may cost so much.</summary>
    public static bool IsPrice(long minor) => minor is > 0 and <= MaxMinor;

    /// <summary>As <see cref="Parse"/> reads it: 12.50.</summary>
    public string Text(long minor) => (minor / (decimal)Math.Pow(10, Digits)).ToString($"F{Digits}", CultureInfo.InvariantCulture);

    /// <summary>What to say of a text that is no amount.</summary>
    public string Problem(string text) =>
        $"“{text}” is not a price in {Code}. Enter an amount such as "
        + (Digits is 0 ? "1250." : $"12.{"500"[..Digits]}, with at most {Digits} decimals and no thousands separator.");
}
