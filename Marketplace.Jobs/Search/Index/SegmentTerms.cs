using System.Text;
using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>What must and must not be, beside the words: phrases, words left out, and publisher, tag, category and license as typed.</summary>
internal sealed class SegmentTerms
{
    private readonly IndexSegment _segment;
    private readonly SearchBuffers _scratch;
    private readonly byte[][] _phrases;
    private readonly byte[][] _excluded;

    // Of each document, which of the excluded stand in it; of a phrase only that all its words do, so that few texts are looked at.
    private readonly byte[]? _has;
    private readonly bool[][] _tags;
    private readonly bool[]? _publishers;
    private readonly bool[]? _categories;
    private readonly bool[]? _licenses;
    private readonly byte _prices;
    private readonly bool _isOpen;

    public SegmentTerms(IndexSegment segment, SearchTerms terms, SearchBuffers scratch)
    {
        (_segment, _scratch) = (segment, scratch);
        _phrases = [.. terms.Phrases.Select(Between)];
        // Words first: they cost no look at a text.
        string[] excluded = [.. terms.Excluded.OrderBy(words => words.Contains(' '))];
        _excluded = Array.ConvertAll(excluded, words => words.Contains(' ') ? Between(words) : []);
        _has = excluded.Length == 0 ? null : new byte[segment.Count];
        _tags = [.. terms.Tags.Select(tag => Chosen(segment.TagNames, tag))];
        _publishers = Chosen(segment.Publishers, terms.Publishers);
        _categories = Chosen(segment.Categories, terms.Categories);
        _licenses = Chosen(segment.Licenses, terms.Licenses);
        _prices = IndexBuilder.Bits(ListPrice.AllKinds, terms.Prices);
        _isOpen = _prices == 0 && _has is null && _phrases.Length + _tags.Length == 0
            && _publishers is null && _categories is null && _licenses is null;
        for (var number = 0; number < excluded.Length; number++)
        {
            Mark(excluded[number], number);
        }
    }

    public bool Allow(int document)
    {
        if (_isOpen)
        {
            return true;
        }

        foreach (var tag in _tags)
        {
            if (!HasOneOf(document, tag))
            {
                return false;
            }
        }

        return (_prices == 0 || (_prices & _segment.Prices[document]) != 0)
            && (_publishers is null || _publishers[_segment.Publishers.Of[document]])
            && (_categories is null || _categories[_segment.Categories.Of[document]])
            && (_licenses is null || _licenses[_segment.Licenses.Of[document]])
            && HasPhrases(document) && !HasExcluded(document);
    }

    private bool HasPhrases(int document)
    {
        foreach (var phrase in _phrases)
        {
            if (!HasText(document, phrase))
            {
                return false;
            }
        }

        return true;
    }

    private bool HasExcluded(int document)
    {
        for (var (bits, number) = (_has?[document] ?? 0, 0); bits != 0; bits >>= 1, number++)
        {
            if ((bits & 1) != 0 && (_excluded[number].Length == 0 || HasText(document, _excluded[number])))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasText(int document, byte[] phrase)
    {
        _scratch.Work += SearchBuffers.TextWork;
        return _segment.Texts[document].IndexOf(phrase) >= 0;
    }

    // A word is left out wherever it would be found, a phrase where its words stand together.
    private void Mark(string text, int excluded)
    {
        var words = Array.ConvertAll(text.Split(' '), _segment.Words.Range);
        var fields = words.Length == 1 ? ~SearchFields.Readme : SearchFields.Id | SearchFields.Name | SearchFields.Tags | SearchFields.Summary;
        for (var (number, before) = (0, 0); number < words.Length; before |= 1 << number++)
        {
            for (var word = words[number].From; word < words[number].To; word++)
            {
                Mark(word, fields, before, 1 << number, number < words.Length - 1 ? 0 : 1 << excluded);
            }
        }

        _scratch.EndPass();
    }

    // With the last word, what has all of them is marked.
    private void Mark(int word, SearchFields fields, int before, int bit, int excluded)
    {
        _scratch.Work += _segment.Words.Documents(word);
        var postings = _segment.Words.Of(word);
        while (postings.MoveNext())
        {
            var (document, matched) = (postings.Document, _scratch.Matched[postings.Document]);
            if ((postings.Fields & fields) == 0 || (matched & before) != before)
            {
                continue;
            }

            if (matched == 0)
            {
                _scratch.Meet(document);
            }

            _scratch.Matched[document] |= (byte)bit;
            _has![document] |= (byte)excluded;
        }
    }

    private bool HasOneOf(int document, bool[] tags)
    {
        foreach (var tag in _segment.TagNames.Of(document))
        {
            if (tags[tag])
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Between(string words) => Encoding.UTF8.GetBytes($" {words} ");

    private static bool[] Chosen(TagTable tags, string tag)
    {
        var words = SearchText.Blanked(tag);
        return Array.ConvertAll(tags.Words, name => name.Contains(words, StringComparison.Ordinal));
    }

    // “acme” stands for “Acme Software”, as does “acmesoftware”.
    private static bool[]? Chosen(Labels labels, IReadOnlyList<string> names)
    {
        string[] wanted = [.. names.Select(SearchText.Key)];
        return wanted.Length == 0 ? null : Array.ConvertAll(labels.Keys, key => wanted.Any(start => key.StartsWith(start, StringComparison.Ordinal)));
    }
}
