using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>
/// Finds in one segment what fits the words: the id itself, what begins so, every word somewhere; and, when that is little, words
/// near to them and words of the readme. Every word must be met; the text score is the mean of how well.
/// </summary>
internal sealed class SegmentMatch(IndexSegment segment, SearchTerms terms, ILookup<string, string> synonyms, SearchBuffers scratch)
{
    private const float SameName = 12, SameRest = 10, BeginningOfName = 8, BeginningOfRest = 6, NearName = 5;
    private const float NearWord = 0.5f, Synonym = 0.8f, OtherNumber = 0.95f, Unsigned = 0.3f;
    private static readonly float[] Weights = [.. Enumerable.Range(0, 128).Select(bits => Weight((SearchFields)bits))];
    private readonly string _key = SearchText.SignedKey(terms.Typed);
    private readonly IReadOnlyList<string> _words =
        [.. terms.Words.Concat(terms.Phrases.SelectMany(phrase => phrase.Split(' '))).Distinct().Take(SearchTerms.MaxParts)];

    /// <summary>The words that stood in for mistyped ones, for “did you mean”.</summary>
    public Dictionary<string, (string Word, int Documents)> Instead { get; } = [];

    public void Exactly()
    {
        Named();
        EachWord(isNear: false, SearchFields.Readme, MatchKind.Words, 1);
    }

    /// <summary>Names within one or two edits, then all words with near ones for those mistyped.</summary>
    public void Nearly()
    {
        var hasOne = false;
        if (EditDistance.Allowed(_key.Length) is > 0 and var edits && !TextRuns.Of(_key).Any(run => run.IsBlankless))
        {
            foreach (var (key, far) in segment.Keys.Near(_key, edits, ref scratch.Work))
            {
                hasOne |= far <= 1;
                var part = segment.Keys.KindOf(key) is KeyKind.Rest ? 0.7f : 1;
                scratch.Add(segment.Keys.DocumentOf(key), MatchKind.Near, NearName * part * (far > 1 ? 0.25f : 1));
            }
        }

        // Who mistyped one letter of a name meant the name.
        if (!hasOne || _words.Count == 1)
        {
            EachWord(isNear: true, SearchFields.Readme, MatchKind.Near, NearWord);
        }
    }

    public void InReadmes() => EachWord(isNear: false, SearchFields.None, MatchKind.Readme, 1);

    private void Named()
    {
        if (_key == "")
        {
            return;
        }

        var (from, to) = segment.Keys.Beginning(_key);
        scratch.Work += to - from;
        for (var at = from; at < to; at++)
        {
            var (document, kind) = (segment.Keys.DocumentOf(at), segment.Keys.KindOf(at));
            if (segment.Keys[at].Length > _key.Length)
            {
                var closeness = 0.75f + (0.25f * _key.Length / segment.Keys[at].Length);
                scratch.Add(document, MatchKind.Beginning, closeness * (kind is KeyKind.Rest ? BeginningOfRest : BeginningOfName));
            }
            else if (kind is KeyKind.Id && string.Equals(segment.PackageIds[document], terms.Typed, StringComparison.OrdinalIgnoreCase))
            {
                scratch.Add(document, MatchKind.ExactId, 100);
            }
            else
            {
                scratch.Add(document, MatchKind.SameName, kind is KeyKind.Rest ? SameRest : SameName);
            }
        }
    }

    private void EachWord(bool isNear, SearchFields leftOut, MatchKind kind, float factor)
    {
        // The rarest word first, so that the others are only looked at where it stands.
        var alternatives = Enumerable.Range(0, _words.Count)
            .Select(number => (Number: number, Words: Alternatives(number, isNear).ToList()))
            .OrderBy(word => word.Words.Sum(other => segment.Words.Documents(other.Word)));
        var (before, isLeft) = ((byte)0, true);
        foreach (var (number, words) in alternatives.TakeWhile(_ => isLeft))
        {
            isLeft = false;
            foreach (var (word, value, bits) in words)
            {
                isLeft |= Meet(word, value, number, before, bits, leftOut);
            }

            before |= (byte)(1 << number);
        }

        var all = (byte)((1 << _words.Count) - 1);
        foreach (var document in scratch.Met)
        {
            if (scratch.Matched[document] == all)
            {
                scratch.Add(document, kind, factor * scratch.Sum[document] / _words.Count);
            }
        }

        scratch.EndPass();
    }

    // False where no document has all words so far.
    private bool Meet(int word, float value, int number, byte before, byte bits, SearchFields leftOut)
    {
        var isMet = false;
        scratch.Work += segment.Words.Documents(word);
        var postings = segment.Words.Of(word);
        while (postings.MoveNext())
        {
            var (document, where) = (postings.Document, postings.Fields & ~leftOut);
            var matched = scratch.Matched[document];
            if (where == SearchFields.None || (matched & before) != before)
            {
                continue;
            }

            isMet = true;
            var weight = value * Weights[(int)where];
            if (matched == 0)
            {
                scratch.Meet(document);
            }

            if ((matched & bits) != bits)
            {
                scratch.Sum[document] += weight * (bits == 1 << number ? 1 : 2);
                (scratch.Best[document], scratch.Matched[document]) = (weight, (byte)(matched | bits));
            }
            else if (weight > scratch.Best[document])
            {
                scratch.Sum[document] += weight - scratch.Best[document];
                scratch.Best[document] = weight;
            }

            scratch.Fields[document] |= where;
        }

        return isMet;
    }

    // The word itself, words that begin so, singular for plural, synonyms, it and its neighbor written together.
    private IEnumerable<(int Word, float Value, byte Bits)> Alternatives(int number, bool isNear)
    {
        var (word, bit, any) = (_words[number], (byte)(1 << number), false);
        if (number + 1 < _words.Count && segment.Words.Find(word + _words[number + 1]) is >= 0 and var joined)
        {
            yield return (joined, 1, (byte)(bit | (bit << 1)));
        }

        if (number > 0 && segment.Words.Find(_words[number - 1] + word) is >= 0 and var withLast)
        {
            yield return (withLast, 1, (byte)(bit | (bit >> 1)));
        }

        var (from, to) = word.Length > 2 ? segment.Words.Beginning(word) : segment.Words.Range(word);
        for (var at = from; at < to; at++)
        {
            any = true;
            var length = segment.Words[at].Length;
            yield return (at, length == word.Length ? 1 : 0.6f + (0.35f * word.Length / length), bit);
        }

        foreach (var other in Others(word))
        {
            if (segment.Words.Find(other.Word) is >= 0 and var at)
            {
                yield return (at, other.Value, bit);
            }
        }

        if (isNear && SearchText.Key(word) is var bare && bare != word)
        {
            // What is one edit away from “.net” is not meant by it; the word without its sign may be.
            if (segment.Words.Find(bare) is >= 0 and var unsigned)
            {
                yield return (unsigned, Unsigned, bit);
            }
        }
        else if (isNear && EditDistance.Allowed(word.Length) is > 0 and var edits)
        {
            foreach (var (at, far) in segment.Words.Near(word, edits, ref scratch.Work).Where(found => found.Edits > 0))
            {
                Offer(word, at, far, any);
                yield return (at, far > 1 ? 0.5f : 1, bit);
            }
        }
    }

    private IEnumerable<(string Word, float Value)> Others(string word)
    {
        if (word is [.., 's'] && word.Length > 3)
        {
            yield return (word[..^1], OtherNumber);
        }

        foreach (var synonym in synonyms[word])
        {
            yield return (synonym, Synonym);
        }
    }

    private void Offer(string word, int at, int far, bool isKnown)
    {
        var documents = segment.Words.Documents(at) / (far > 1 ? 100 : 1);
        if (!isKnown && (!Instead.TryGetValue(word, out var known) || known.Documents < documents))
        {
            Instead[word] = (segment.Words[at], documents);
        }
    }

    private static float Weight(SearchFields fields)
    {
        var (best, all) = (0f, 0f);
        foreach (var (field, weight) in (ReadOnlySpan<(SearchFields, float)>)
            [
                (SearchFields.Name, 6), (SearchFields.Id, 5.5f), (SearchFields.Tags, 4), (SearchFields.Publisher, 3),
                (SearchFields.Category, 3), (SearchFields.Summary, 2), (SearchFields.Readme, 0.4f)
            ])
        {
            if (fields.HasFlag(field))
            {
                (best, all) = (Math.Max(best, weight), all + weight);
            }
        }

        return best + (0.1f * (all - best));
    }
}
