using System.Globalization;

namespace Marketplace.Pricing.Tax;

/// <summary>The sums of which the check digits of VAT ids are made.</summary>
internal static class VatSums
{
    public static long Whole(string digits) => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    public static int Digit(char digit) => digit - '0';

    /// <summary>Each digit by the weight of its place; what has no weight does not count.</summary>
    public static int Weighted(string digits, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var at = 0; at < weights.Length; at++)
        {
            sum += Digit(digits[at]) * weights[at];
        }

        return sum;
    }

    /// <summary>The check digit 11 − sum mod 11; what comes to 10 or 11 is more than a digit.</summary>
    public static int Eleven(int sum) => 11 - (sum % 11);

    /// <summary>Every second digit from the right doubled: the sum of all their digits ends in 0.</summary>
    public static bool Luhn(string digits) => digits.Reverse().Select((digit, at) => at % 2 == 0 ? Digit(digit) : DoubledSum(Digit(digit))).Sum() % 10 == 0;

    public static int DoubledSum(int digit) => (digit * 2 / 10) + (digit * 2 % 10);

    /// <summary>ISO 7064, MOD 11,10.</summary>
    public static bool Iso7064(string digits)
    {
        var product = 10;
        foreach (var digit in digits[..^1])
        {
            var sum = (Digit(digit) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (product + Digit(digits[^1])) % 10 == 1;
    }

    /// <summary>ISO 7064, MOD 97-10, over digits and letters: A counts as 10.</summary>
    public static int Mod97(string text) => text.Aggregate(0, (rest, letter) =>
        char.IsAsciiDigit(letter) ? ((rest * 10) + Digit(letter)) % 97 : ((rest * 100) + letter - 'A' + 10) % 97);
}
