using System.Globalization;
using System.Text;

namespace Marketplace.Payouts.Accounts;

/// <summary>Texts in the letters that every bank of the single euro payments area takes (EPC217-08): others become the nearest one, or a blank.</summary>
internal static class SepaText
{
    private const string Marks = "/-?:().,'+ ";

    private static readonly Dictionary<char, string> Others = new()
    {
        ['Ä'] = "Ae", ['Ö'] = "Oe", ['Ü'] = "Ue", ['ä'] = "ae", ['ö'] = "oe", ['ü'] = "ue", ['ß'] = "ss",
        ['Æ'] = "AE", ['æ'] = "ae", ['Ø'] = "O", ['ø'] = "o",
        ['Œ'] = "OE", ['œ'] = "oe", ['Ł'] = "L", ['ł'] = "l", ['Đ'] = "D", ['đ'] = "d",
        ['Þ'] = "Th", ['þ'] = "th", ['ð'] = "d", ['&'] = "+", ['ı'] = "i",
        ['’'] = "'",
    };

    public static string Of(string text, int max = int.MaxValue)
    {
        var plain = string.Concat(text.Normalize(NormalizationForm.FormC).Select(letter => Others.GetValueOrDefault(letter) ?? $"{letter}"))
            .Normalize(NormalizationForm.FormD)
            .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark)
            .Select(letter => char.IsAsciiLetterOrDigit(letter) || Marks.Contains(letter, StringComparison.Ordinal) ? letter : ' ');
        var words = string.Join(' ', string.Concat(plain).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return (words.Length > max ? words[..max] : words).Trim();
    }
}
