namespace Marketplace.Search.Index;

/// <summary>
/// Cuts texts and ids into the words that are searched, with letters folded. Where a script writes no blanks, each two neighbors are
/// a word; a sign that makes a name another (“C#”, “C++”, “.NET”) belongs to its word.
/// </summary>
internal static class SearchText
{
    /// <summary>The words that must occur for the text to be found.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var folded = LetterFolding.Fold(text);
        return TextRuns.Of(folded).SelectMany(run => run.IsBlankless ? Pairs(folded, run) : [run.Signed(folded)]);
    }

    /// <summary>The words by which the text is found: those, the last letter of what has no blanks, and words without their signs.</summary>
    public static IEnumerable<string> Findable(string text)
    {
        var folded = LetterFolding.Fold(text);
        return TextRuns.Of(folded).SelectMany(run => Findable(folded, run));
    }

    /// <summary>Between blanks, so that words are looked for that stand together.</summary>
    public static string Blanked(string text) => $" {string.Join(' ', Words(text))} ";

    /// <summary>What stands between signs, whole.</summary>
    public static IEnumerable<string> Pieces(string text)
    {
        var folded = LetterFolding.Fold(text);
        return TextRuns.Of(folded).Select(run => run.In(folded));
    }

    /// <summary>Letters and digits only, so that “Acme Mail”, “acme.mail” and “AcmeMail” are one key.</summary>
    public static string Key(string text) => string.Concat(Pieces(text));

    /// <summary>The key with the signs of its words, so that “C#” is not “C”.</summary>
    public static string SignedKey(string text)
    {
        var folded = LetterFolding.Fold(text);
        return string.Concat(TextRuns.Of(folded).Select(run => run.Signed(folded)));
    }

    /// <summary>
    /// The words of an id or a name: each piece between signs, its parts by capitals and digits, and neighbors joined, so that
    /// compounds are found written together and apart.
    /// </summary>
    public static IEnumerable<string> Compounds(string id)
    {
        var (text, previous) = (LetterFolding.Composed(id), "");
        foreach (var run in TextRuns.Of(text))
        {
            foreach (var word in Findable(text, run))
            {
                yield return LetterFolding.Fold(word);
            }

            var piece = run.IsBlankless ? "" : LetterFolding.Fold(run.In(text));
            if (previous != "" && piece != "")
            {
                yield return previous + piece;
            }

            previous = piece;
            var parts = piece == "" ? [] : Parts(run.In(text));
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

    private static IEnumerable<string> Findable(string text, TextRun run)
    {
        var (word, signed) = run.IsBlankless ? ("", "") : (run.In(text), run.Signed(text));
        return run.IsBlankless ? Pairs(text, run).Append(Letters(text, run).Last()).Distinct() : word == signed ? [word] : [word, signed];
    }

    private static IEnumerable<string> Pairs(string text, TextRun run)
    {
        var before = "";
        foreach (var letter in Letters(text, run))
        {
            if (before != "")
            {
                yield return before + letter;
            }

            before = letter;
        }

        if (before.Length == run.End - run.Start)
        {
            yield return before;
        }
    }

    private static IEnumerable<string> Letters(string text, TextRun run) => text[run.Start..run.End].EnumerateRunes().Select(rune => rune.ToString());

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
                parts.Add(LetterFolding.Fold(piece[start..at]));
                start = at;
            }
        }

        parts.Add(LetterFolding.Fold(piece[start..]));
        return parts;
    }
}
