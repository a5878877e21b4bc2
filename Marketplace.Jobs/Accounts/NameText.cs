using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Accounts;

/// <summary>Names of people and organizations as they are kept: visible letters, on one line, in one Unicode form.</summary>
public static partial class NameText
{
    public const int MaxLength = 100;

    // Drawn as nothing though they count as letters or marks: fillers, joiners, variation selectors.
    private static readonly HashSet<int> Unseen = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFD, .. Enumerable.Range(0xFE00, 16)];

    /// <summary>NFC, trimmed, with single spaces. Only for a name without a <see cref="Problem"/>.</summary>
    public static string Normalize(string name) =>
        string.Join(' ', name.Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Why nobody may be called so, in words; null if nothing speaks against it.</summary>
    public static string? Problem(string name)
    {
        if (name.EnumerateRunes().Any(IsUnseen))
        {
            return "The name holds an invisible character. Type it instead of pasting it.";
        }

        if (Normalize(name).Length is 0 or > MaxLength)
        {
            return $"Enter a name of at most {MaxLength} characters.";
        }

        // Names stand in mail, where programs make links of what looks like one.
        return Link().IsMatch(name) ? "A name holds no links." : null;
    }

    /// <summary>As <see cref="Problem"/>, for a person. Companies may be called after their domain, or after ASP.NET.</summary>
    public static string? PersonProblem(string name) => Problem(name) ?? (Host().IsMatch(name) ? "A name holds no links: put a space after a dot." : null);

    private static bool IsUnseen(Rune letter) => !Rune.IsWhiteSpace(letter) && (Unseen.Contains(letter.Value) || Rune.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    [GeneratedRegex(@"://|\bwww\.|@|[<>]|\w\.\w+/", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"\w\.\p{L}{2,}")]
    private static partial Regex Host();
}
