using System.Globalization;
using System.Text;

namespace Marketplace.Search.Index;

/// <summary>
/// Makes letters alike that people type for one another: by compatibility forms (NFKC) and case, without accents, and with the letters
/// of Europe that fold to two or that no form takes apart.
/// </summary>
internal static class LetterFolding
{
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length);
        foreach (var letter in Whole(text).Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (IsAccent(letter))
            {
                continue;
            }

            _ = letter switch
            {
                'ß' => folded.Append("ss"),
                'æ' => folded.Append("ae"),
                'œ' => folded.Append("oe"),
                'þ' => folded.Append("th"),
                'ð' or 'đ' => folded.Append('d'),
                'ø' => folded.Append('o'),
                'ł' => folded.Append('l'),
                'ħ' => folded.Append('h'),
                'ŧ' => folded.Append('t'),
                'ŋ' => folded.Append('n'),
                'ı' => folded.Append('i'),
                'ς' => folded.Append('σ'),
                _ => folded.Append(letter),
            };
        }

        // Syllables of Hangul and kana with their marks are one sign again.
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>In one form, with its case and accents.</summary>
    public static string Composed(string text) => Ascii.IsValid(text) ? text : Whole(text).Normalize(NormalizationForm.FormKC);

    // Half a sign, as typing may leave it, has no form.
    private static string Whole(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return text;
        }

        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune == Rune.ReplacementChar ? " " : rune.ToString());
        }

        return whole.ToString();
    }

    // Marks of the scripts of India, Southeast Asia and Japan are vowels and other sounds: without them a word is another.
    private static bool IsAccent(char letter) =>
        letter is < '\u0900' or (>= '\u1AB0' and < '\u1B00') or (>= '\u1DC0' and < '\u1E00') or (>= '\u20D0' and < '\u2100') or (>= '\uFE00' and < '\uFE30')
        && CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;
}
