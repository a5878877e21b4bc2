using System.Security.Cryptography;

namespace Marketplace.Pricing.Promotions;

/// <summary>The codes of promotions: letters and digits, compared without case, spaces and hyphens.</summary>
public static class PromotionCodes
{
    public const int MinLength = 4, MaxLength = 40, MaxGenerated = 10_000;

    // No 0 and O, no 1, I and L: a code is read from paper and by telephone.
    private const string Alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int Length = 12, Group = 4;

    /// <summary>As codes are compared and kept; null for what can be none.</summary>
    public static string? Normalize(string text)
    {
        // Longer texts are not looked at letter by letter: anybody may send them.
        var some = text.Length > 4 * MaxLength ? "" : text;
        var letters = string.Concat(some.Where(letter => !char.IsWhiteSpace(letter) && letter is not '-')).ToUpperInvariant();
        return letters.Length is >= MinLength and <= MaxLength && letters.All(char.IsAsciiLetterOrDigit) ? letters : null;
    }

    /// <summary>So many that nobody guesses, each another: 59 bits of chance.</summary>
    public static IReadOnlyCollection<string> Generate(int count)
    {
        var codes = new HashSet<string>(count);
        while (codes.Count < count)
        {
            codes.Add(RandomNumberGenerator.GetString(Alphabet, Length));
        }

        return codes;
    }

    /// <summary>As people read those that were generated: 7KPM-2QXA-WN4T.</summary>
    public static string Grouped(string code) => string.Join('-', code.Chunk(Group).Select(letters => new string(letters)));
}
