using System.Globalization;
using Marketplace.Data;

namespace Marketplace.Payments.Bank;

/// <summary>Amounts as banks write them: 1234.50, 1.234,50, 1'234.50, −12,00 or 12.00-.</summary>
internal static class CsvAmounts
{
    /// <summary>Null if it is none. What stands before three digits groups them, unless the currency has as many decimals.</summary>
    public static long? Parse(string text, Currency currency)
    {
        var written = text.Replace('−', '-').Replace("\u00A0", "", StringComparison.Ordinal).Replace("\u202F", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal).Replace('’', '\'');
        var isLess = written.StartsWith('-') || written.EndsWith('-');
        written = written.Trim('+', '-');
        var point = written.LastIndexOfAny(['.', ',']);
        var decimals = point < 0 ? 0 : written.Length - point - 1;
        // Twice the same sign groups.
        var hasDecimals = point >= 0 && decimals is > 0 and var some && some <= currency.Digits && written.IndexOf(written[point]) == point;
        var (whole, rest) = hasDecimals ? (written[..point], written[(point + 1)..]) : (written, "");
        return Digits(whole) is { } digits && rest.All(char.IsAsciiDigit) && digits.Length + currency.Digits <= 15
            && long.TryParse(digits + rest.PadRight(currency.Digits, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            && minor <= Ledger.Posting.MaxMinor
                ? isLess ? -minor : minor
                : null;
    }

    // 1234, or groups of three by one sign.
    private static string? Digits(string whole)
    {
        var sign = whole.FirstOrDefault(letter => !char.IsAsciiDigit(letter));
        if (sign == default)
        {
            return whole.Length > 0 ? whole : null;
        }

        var groups = whole.Split(sign);
        return sign is '.' or ',' or '\'' && groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3)
            && groups.All(group => group.All(char.IsAsciiDigit))
                ? string.Concat(groups)
                : null;
    }
}
