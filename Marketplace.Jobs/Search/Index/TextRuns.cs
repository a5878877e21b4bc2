using System.Globalization;
using System.Text;

namespace Marketplace.Search.Index;

/// <summary>Letters and digits that stand together, all of scripts that write blanks or all of scripts that write none.</summary>
/// <param name="From">Where it begins with the sign that makes it another word: “.NET”.</param>
/// <param name="To">Where it ends with such signs: “C#”, “C++”.</param>
internal readonly record struct TextRun(int Start, int End, bool IsBlankless, int From, int To)
{
    private const int MaxWord = 60;

    public string In(string text) => text[Start..Math.Min(End, Start + MaxWord)];

    public string Signed(string text) => text[From..(End - Start > MaxWord ? Start + MaxWord : To)];
}

/// <summary>Cuts texts at blanks and signs, and where the kind of script changes.</summary>
internal static class TextRuns
{
    private enum Kind
    {
        Sign,
        Word,
        Blankless,
    }

    public static IEnumerable<TextRun> Of(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var (start, kind) = (at, KindAt(text, at, out var length));
            at += length;
            while (kind is not Kind.Sign && at < text.Length && KindAt(text, at, out length) == kind)
            {
                at += length;
            }

            if (kind is not Kind.Sign)
            {
                yield return kind is Kind.Blankless ? new(start, at, true, start, at) : new(start, at, false, From(text, start), To(text, at));
            }
        }
    }

    /// <summary>One letter of a script without blanks.</summary>
    public static bool IsLetter(string word) => word != "" && KindAt(word, 0, out var length) is Kind.Blankless && length == word.Length;

    private static int From(string text, int start) =>
        start > 0 && text[start - 1] == '.' && char.IsLetter(text[start])
        && (start == 1 || (text[start - 2] != '.' && !char.IsLetterOrDigit(text[start - 2]))) ? start - 1 : start;

    private static int To(string text, int end)
    {
        var to = end;
        while (to < text.Length && text[to] is '#' or '+')
        {
            to++;
        }

        return to - end <= 2 && (to == text.Length || !char.IsLetterOrDigit(text[to])) ? to : end;
    }

    // Marks that folding leaves belong to their letter.
    private static Kind KindAt(string text, int at, out int length)
    {
        length = 1;
        if (text[at] < 128)
        {
            return char.IsAsciiLetterOrDigit(text[at]) ? Kind.Word : Kind.Sign;
        }

        _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out length);
        var isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
        return !isMark && !Rune.IsLetterOrDigit(rune) ? Kind.Sign : IsBlankless(rune.Value) ? Kind.Blankless : Kind.Word;
    }

    // Thai and Lao, Myanmar, Hangul, Khmer, kana and Han.
    private static bool IsBlankless(int letter) => letter is (>= 0x0E00 and < 0x0F00) or (>= 0x1000 and < 0x10A0)
        or (>= 0x1100 and < 0x1200) or (>= 0x1780 and < 0x1800) or (>= 0x3005 and < 0x3008) or (>= 0x3040 and < 0x3190)
        or (>= 0x31A0 and < 0x3200) or (>= 0x3400 and < 0xA000) or (>= 0xAC00 and < 0xD800) or (>= 0xF900 and < 0xFB00) or >= 0x20000;
}
