using System.Globalization;
using System.Text;

namespace Marketplace.Catalog;

/// <summary>Cuts texts and ids into the words that are searched, in lower case and without accents.</summary>
internal static class SearchText
{
    private const int MaxWord = 60;

    public static string Fold(string text)
    {
        var lower = text.ToLowerInvariant();
        if (Ascii.IsValid(lower))
        {
            return lower;
        }

        var folded = new StringBuilder(lower.Length);

        // Half a sign, as typing may leave it, cannot be taken apart.
        foreach (var letter in string.Concat(lower.Where(letter => !char.IsSurrogate(letter))).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(letter);
            }
        }

        return folded.ToString();
    }

    /// <summary>The words of running text.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var folded = Fold(text);
        foreach (var (start, end) in Runs(folded))
        {
            yield return folded[start..Math.Min(end, start + MaxWord)];
        }
    }

    /// <summary>Letters and digits only, so that “Acme Mail”, “acme.mail” and “AcmeMail” are one key.</summary>
    public static string Key(string text) => string.Concat(Words(text));

    /// <summary>
    /// The words of an id or a name: each piece between signs, its parts by capitals and digits, and neighbours joined, so that
    /// compounds are found written together and apart.
    /// </summary>
    public static IEnumerable<string> Compounds(string id)
    {
        var previous = "";
        foreach (var (start, end) in Runs(id))
        {
            var piece = Fold(id[start..Math.Min(end, start + MaxWord)]);
            yield return piece;
            if (previous != "")
            {
                yield return previous + piece;
            }

            previous = piece;
            var parts = Parts(id[start..Math.Min(end, start + MaxWord)]);
            for (var number = 0; parts.Count > 1 && number < parts.Count; number++)
            {
                yield return parts[number];
                if (number > 0 && parts.Count > 2)
                {
                    yield return parts[number - 1] + parts[number];
                }
            }
        }
    }

    /// <summary>“HighPerformance2” as high, performance, 2; “XMLReader” as xml, reader.</summary>
    private static List<string> Parts(string piece)
    {
        var (parts, start) = (new List<string>(), 0);
        for (var at = 1; at < piece.Length; at++)
        {
            var isEdge = char.IsDigit(piece[at]) != char.IsDigit(piece[at - 1])
                || (char.IsUpper(piece[at]) && (char.IsLower(piece[at - 1]) || (at + 1 < piece.Length && char.IsLower(piece[at + 1]))));
            if (isEdge)
            {
                parts.Add(Fold(piece[start..at]));
                start = at;
            }
        }

        parts.Add(Fold(piece[start..]));
        return parts;
    }

    private static IEnumerable<(int Start, int End)> Runs(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at]))
            {
                at++;
            }

            if (at > start)
            {
                yield return (start, at);
            }
        }
    }
}
