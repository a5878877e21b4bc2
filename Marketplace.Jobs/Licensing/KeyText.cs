using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Licensing;

/// <summary>
/// The text of a license key: <c>XXXXX-XXXXX-XXXXX-XXXXX-XXXXX</c>, of digits and letters without I, L, O and U. The last two are check characters
/// by ISO/IEC 7064, MOD 1271-36, which sees every single wrong character and every swap of two neighbors. The other 23 have 115 random bits.
/// </summary>
internal static class KeyText
{
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", Numbered = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const int Length = 25, Group = 5, Modulus = 1271, Radix = 36;

    public static string New()
    {
        while (true)
        {
            var random = RandomNumberGenerator.GetString(Letters, Length - 2);
            var key = random + Check(random);
            // What may be mistaken for another is not among the check characters either.
            if (key.All(letter => Letters.Contains(letter, StringComparison.Ordinal)))
            {
                return string.Join('-', key.Chunk(Group).Select(part => new string(part)));
            }
        }
    }

    /// <summary>As it is kept: however people write it, with I and L for 1 and O for 0; null if it is no key.</summary>
    public static string? Normalize(string text)
    {
        var key = new StringBuilder(Length);
        foreach (var letter in text.ToUpperInvariant().Where(letter => letter is not ('-' or ' ')))
        {
            key.Append(letter switch { 'O' => '0', 'I' or 'L' => '1', _ => letter });
        }

        return key.Length == Length && key.ToString() is var plain && plain.All(letter => Letters.Contains(letter, StringComparison.Ordinal))
            && Check(plain[..^2]) == plain[^2..] ? plain : null;
    }

    /// <summary>SHA-256 of a normalized key. It has too many random bits to be guessed, so no salt and no slow hash are needed.</summary>
    public static string HashOf(string normalized) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(normalized)));

    private static string Check(string data)
    {
        var sum = data.Aggregate(0, (sum, letter) => (sum + Numbered.IndexOf(letter, StringComparison.Ordinal)) * Radix % Modulus) * Radix % Modulus;
        var check = (Modulus + 1 - sum) % Modulus;
        return $"{Numbered[check / Radix]}{Numbered[check % Radix]}";
    }
}
