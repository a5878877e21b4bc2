using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>
/// What was typed, taken apart: words, <c>"exact words"</c>, <c>-without</c> and <c>publisher:</c> <c>tag:</c> <c>category:</c>
/// <c>license:</c> <c>price:</c>. Nothing typed is an error: what cannot be read so is searched as words, and said. Of all together only so many count,
/// so that no question costs more than another by its length.
/// </summary>
public sealed record SearchTerms
{
    /// <summary>How many letters of the text count.</summary>
    public const int MaxLength = 100;

    /// <summary>How many words, searched and left out, phrases by their words, and filters count.</summary>
    public const int MaxParts = 8;

    public IReadOnlyList<string> Words { get; init; } = [];
    public IReadOnlyList<string> Phrases { get; init; } = [];
    public IReadOnlyList<string> Excluded { get; init; } = [];
    public IReadOnlyList<string> Publishers { get; init; } = [];
    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyList<string> Categories { get; init; } = [];
    public IReadOnlyList<string> Licenses { get; init; } = [];
    public IReadOnlyList<string> Prices { get; init; } = [];

    /// <summary>The words as they were typed, for ids and names as a whole.</summary>
    public string Typed { get; init; } = "";

    /// <summary>What was taken otherwise than it may have been meant, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public bool IsEmpty => Words.Count == 0 && Phrases.Count == 0;

    /// <summary>Something was typed, but nothing that can be searched for: it finds nothing.</summary>
    public bool IsUnsearchable { get; init; }

    /// <summary>As much of a text as counts.</summary>
    public static string Counted(string text) => text.Length > MaxLength ? text[..MaxLength] : text;

    public static SearchTerms Parse(string text)
    {
        var (words, phrases, excluded, notes) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        var filters = new Dictionary<string, List<string>>(StringComparer.Ordinal)
        {
            ["publisher"] = [], ["tag"] = [], ["category"] = [], ["license"] = [], ["price"] = [],
        };
        var (typed, room) = (new List<string>(), new Room());
        foreach (var piece in Pieces(Counted(text), notes))
        {
            var (body, isQuoted, isWithout) = piece;
            var colon = isQuoted ? -1 : body.IndexOf(':', StringComparison.Ordinal);
            if (isWithout)
            {
                room.Take(excluded, body, isQuoted);
            }
            else if (isQuoted)
            {
                // One letter of a script without blanks only begins words: between blanks it stands nowhere.
                room.Take(TextRuns.IsLetter(body) ? words : phrases, body, isPhrase: true);
            }
            else if (colon > 0 && filters.TryGetValue(body[..colon].ToLowerInvariant(), out var values) && Value(body, colon, notes) is { } value)
            {
                room.Take(values, value);
            }
            else
            {
                if (colon > 0 && !filters.ContainsKey(body[..colon].ToLowerInvariant()) && colon < body.Length - 1 && body[colon + 1] != '/')
                {
                    notes.Add($"“{body[..(colon + 1)]}” is not a filter; it was searched as words.");
                }

                typed.Add(body);
                room.Take(words, body, isPhrase: false);
            }
        }

        var isUnsearchable = room.IsUnused && !string.IsNullOrWhiteSpace(text);
        return new SearchTerms
        {
            Words = words,
            Phrases = phrases,
            Excluded = excluded,
            Publishers = filters["publisher"],
            Tags = filters["tag"],
            Categories = filters["category"],
            Licenses = filters["license"],
            Prices = [.. filters["price"].Select(price => price.ToLowerInvariant())],
            Typed = string.Join(' ', typed),
            IsUnsearchable = isUnsearchable,
            Notes =
            [
                .. notes.Distinct(),
                .. text.Length > MaxLength ? [$"Only the first {MaxLength} characters were searched."] : (string[])[],
                .. room.IsOver ? [$"Only the first {MaxParts} words and filters were searched."] : (string[])[],
                .. isUnsearchable ? ["There are no letters or digits to search for."] : (string[])[],
            ],
        };
    }

    private static string? Value(string body, int colon, List<string> notes)
    {
        var (name, value) = (body[..colon].ToLowerInvariant(), body[(colon + 1)..].Trim('"').Trim());
        if (SearchText.Key(value) == "")
        {
            notes.Add($"“{name}:” needs a value, as in {name}:{(name switch { "price" => "free", "license" => "MIT", _ => "acme" })}.");
            return null;
        }

        if (name == "price" && !ListPrice.AllKinds.Contains(value.ToLowerInvariant()))
        {
            notes.Add($"“price:{value}” is not known; say {string.Join(", ", ListPrice.AllKinds)}.");
            return null;
        }

        return value;
    }

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

    // Counts what is taken; what is said twice counts once.
    private sealed class Room
    {
        private int _left = MaxParts;

        public bool IsOver { get; private set; }

        public bool IsUnused => _left == MaxParts && !IsOver;

        public void Take(List<string> parts, string text, bool isPhrase)
        {
            string[] words = [.. SearchText.Words(text).Where(word => isPhrase || !parts.Contains(word)).Take(_left + 1)];
            IsOver |= words.Length > _left;
            words = words[..Math.Min(words.Length, _left)];
            var phrase = string.Join(' ', words);
            if (phrase == "" || (isPhrase && parts.Contains(phrase)))
            {
                return;
            }

            _left -= words.Length;
            parts.AddRange(isPhrase ? [phrase] : words.Distinct());
        }

        public void Take(List<string> values, string value)
        {
            if (values.Contains(value))
            {
                return;
            }

            IsOver |= _left == 0;
            if (_left > 0)
            {
                values.Add(value);
                _left--;
            }
        }
    }
}
