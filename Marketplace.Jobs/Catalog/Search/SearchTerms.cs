namespace Marketplace.Catalog;

/// <summary>
/// What was typed, taken apart: words, <c>"exact words"</c>, <c>-without</c> and <c>publisher:</c> <c>tag:</c> <c>category:</c>
/// <c>price:</c>. Nothing typed is an error: what cannot be read so is searched as words, and said.
/// </summary>
public sealed record SearchTerms
{
    private const int MaxWords = 8;

    public IReadOnlyList<string> Words { get; init; } = [];
    public IReadOnlyList<string> Phrases { get; init; } = [];
    public IReadOnlyList<string> Excluded { get; init; } = [];
    public IReadOnlyList<string> Publishers { get; init; } = [];
    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyList<string> Categories { get; init; } = [];
    public IReadOnlyList<string> Prices { get; init; } = [];

    /// <summary>The words as they were typed, for ids and names as a whole.</summary>
    public string Typed { get; init; } = "";

    /// <summary>What was taken otherwise than it may have been meant, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public bool IsEmpty => Words.Count == 0 && Phrases.Count == 0;

    public static SearchTerms Parse(string text)
    {
        var (words, phrases, excluded, notes) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        var filters = new Dictionary<string, List<string>>(StringComparer.Ordinal) { ["publisher"] = [], ["tag"] = [], ["category"] = [], ["price"] = [] };
        var typed = new List<string>();
        foreach (var piece in Pieces(text, notes))
        {
            var (body, isQuoted, isWithout) = piece;
            var colon = isQuoted ? -1 : body.IndexOf(':', StringComparison.Ordinal);
            if (isWithout)
            {
                excluded.AddRange(isQuoted ? [Phrase(body)] : SearchText.Words(body));
            }
            else if (isQuoted)
            {
                phrases.AddRange(Phrase(body) is { Length: > 0 } phrase ? [phrase] : []);
            }
            else if (colon > 0 && filters.TryGetValue(body[..colon].ToLowerInvariant(), out var values) && Value(body, colon, notes) is { } value)
            {
                values.Add(value);
            }
            else
            {
                if (colon > 0 && !filters.ContainsKey(body[..colon].ToLowerInvariant()) && colon < body.Length - 1 && body[colon + 1] != '/')
                {
                    notes.Add($"“{body[..(colon + 1)]}” is not a filter; it was searched as words.");
                }

                typed.Add(body);
                words.AddRange(SearchText.Words(body));
            }
        }

        return new SearchTerms
        {
            Words = [.. words.Distinct().Take(MaxWords)],
            Phrases = phrases,
            Excluded = [.. excluded.Where(word => word != "")],
            Publishers = filters["publisher"],
            Tags = filters["tag"],
            Categories = filters["category"],
            Prices = [.. filters["price"].Select(price => price.ToLowerInvariant())],
            Typed = string.Join(' ', typed),
            Notes = notes,
        };
    }

    private static string? Value(string body, int colon, List<string> notes)
    {
        var (name, value) = (body[..colon].ToLowerInvariant(), body[(colon + 1)..].Trim('"').Trim());
        if (value == "")
        {
            notes.Add($"“{name}:” needs a value, as in {name}:{(name == "price" ? "free" : "acme")}.");
            return null;
        }

        if (name == "price" && !ListPrice.AllKinds.Contains(value.ToLowerInvariant()))
        {
            notes.Add($"“price:{value}” is not known; say {string.Join(", ", ListPrice.AllKinds)}.");
            return null;
        }

        return value;
    }

    private static string Phrase(string text) => string.Join(' ', SearchText.Words(text));

    // Cut at blanks, except within quotes; publisher:"Acme Software" is one piece.
    private static IEnumerable<(string Body, bool IsQuoted, bool IsWithout)> Pieces(string text, List<string> notes)
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var isWithout = text[at] == '-' && at + 1 < text.Length && (char.IsLetterOrDigit(text[at + 1]) || text[at + 1] == '"');
            at += isWithout ? 1 : 0;
            var (start, end) = (at, at);
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                var close = text[end] == '"' && (end == start || text[end - 1] == ':') ? text.IndexOf('"', end + 1) : end;
                if (close < 0)
                {
                    notes.Add("A quotation mark is not closed; its words were searched one by one.");
                    close = end;
                }

                end = close + 1;
            }

            var body = text[start..end];
            at = end;
            var isQuoted = body.Length > 1 && body[0] == '"' && body[^1] == '"';
            yield return (isQuoted ? body[1..^1] : body, isQuoted, isWithout);
        }
    }
}
