using System.Globalization;

namespace Marketplace.Data;

/// <summary>A currency that amounts may be in: those of ISO 4217 that are active and have minor units.</summary>
/// <param name="Code">ISO 4217.</param>
/// <param name="Name">In English.</param>
/// <param name="Digits">How many decimals it has, by ISO 4217: 0, 2, 3 or 4.</param>
/// <param name="Sign">What stands before an amount: the customary sign, or the code and a blank.</param>
public sealed record Currency(string Code, string Name, int Digits, string Sign)
{
    /// <summary>Large enough for any license, small enough that sums of them stay whole numbers of 64 bits.</summary>
    private const long MaxMinor = 100_000_000_00;

    /// <summary>In the order of their codes.</summary>
    public static readonly IReadOnlyList<Currency> All = CurrencyTable.Active;

    private static readonly Dictionary<string, Currency> ByCode = All.ToDictionary(currency => currency.Code, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, Currency> Withdrawn = CurrencyTable.Withdrawn.ToDictionary(currency => currency.Code);

    public static Currency? Find(string code) => ByCode.GetValueOrDefault(code.Trim());

    /// <summary>A code that was stored stays readable, also should it leave the list.</summary>
    public static Currency Of(string code) => Find(code) ?? Withdrawn.GetValueOrDefault(code) ?? new(code, code, 2, $"{code} ");

    /// <summary>Whether it was a currency lately and is none now; old rates name such.</summary>
    public static bool IsWithdrawn(string code) => Withdrawn.ContainsKey(code);

    /// <summary>What to say of a code that is no currency.</summary>
    public static string Unknown(string code) => $"“{code}” is no active currency of ISO 4217. Enter a code of three capital letters such as EUR, USD or JPY.";

    /// <summary>
    /// An amount as typed, such as 49, 1049.50 or 12,50; null if it is none, has too many decimals, or is not more than nothing. Decimals are counted as
    /// they are written: 1.000 may have been meant as a thousand.
    /// </summary>
    public Money? Parse(string text)
    {
        var written = text.Trim().Replace(',', '.');
        var decimals = written.IndexOf('.') is >= 0 and var point ? written.Length - point - 1 : 0;
        return decimals <= Digits && decimal.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount <= MaxMinor && (long)(amount * MinorUnits) is var minor && IsPrice(minor)
                ? new Money(minor, Code) : null;
    }

    /// <summary>How many minor units one unit has: 100 of EUR, 1 of JPY.</summary>
    public decimal MinorUnits => (decimal)Math.Pow(10, Digits);

    /// <summary>Whether something may cost so much.</summary>
    public static bool IsPrice(long minor) => minor is > 0 and <= MaxMinor;

    /// <summary>As <see cref="Parse"/> reads it: 12.50.</summary>
    public string Text(long minor) => (minor / MinorUnits).ToString($"F{Digits}", CultureInfo.InvariantCulture);

    /// <summary>What to say of a text that is no amount.</summary>
    public string Problem(string text) =>
        $"“{text}” is not a price in {Code}. Enter an amount such as "
        + (Digits is 0 ? "1250." : $"12.{"500"[..Digits]}, with at most {Digits} decimals and no thousands separator.");
}
