using System.Text;
using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>What must and must not be, beside the words: phrases, words left out, and publisher, tag, category and license as typed.</summary>
internal sealed class SegmentTerms
{
    private readonly IndexSegment _segment;
    private readonly byte[][] _phrases;
    private readonly bool[]? _excluded;
    private readonly bool[][] _tags;
    private readonly bool[]? _publishers;
    private readonly bool[]? _categories;
    private readonly bool[]? _licenses;
    private readonly byte _prices;
    private readonly bool _isOpen;

    public SegmentTerms(IndexSegment segment, SearchTerms terms, SearchBuffers scratch)
    {
        _segment = segment;
        _phrases = [.. terms.Phrases.Select(Between)];
        _excluded = terms.Excluded.Count == 0 ? null : new bool[segment.Count];
        _tags = [.. terms.Tags.Select(tag => Chosen(segment.TagNames, tag))];
        _publishers = Chosen(segment.Publishers, terms.Publishers);
        _categories = Chosen(segment.Categories, terms.Categories);
        _licenses = Chosen(segment.Licenses, terms.Licenses);
        _prices = IndexBuilder.Bits(ListPrice.AllKinds, terms.Prices);
        _isOpen = _prices == 0 && _excluded is null && _phrases.Length + _tags.Length == 0
            && _publishers is null && _categories is null && _licenses is null;
        foreach (var words in terms.Excluded)
        {
            Exclude(words, scratch);
        }
    }

    public bool Allow(int document)
    {
        if (_isOpen)
        {
            return true;
        }

        if (_excluded is not null && _excluded[document])
        {
            return false;
        }

        foreach (var tag in _tags)
        {
            if (!HasOneOf(document, tag))
            {
                return false;
            }
        }

        foreach (var phrase in _phrases)
        {
            if (_segment.Texts[document].IndexOf(phrase) < 0)
            {
                return false;
            }
        }

        return (_prices == 0 || (_prices & _segment.Prices[document]) != 0)
            && (_publishers is null || _publishers[_segment.Publishers.Of[document]])
            && (_categories is null || _categories[_segment.Categories.Of[document]])
            && (_licenses is null || _licenses[_segment.Licenses.Of[document]]);
    }

    // A word is left out wherever it would be found, a phrase where its words stand together.
    private void Exclude(string text, SearchBuffers scratch)
    {
        var words = Array.ConvertAll(text.Split(' '), _segment.Words.Range);
        var (before, phrase) = (0, words.Length == 1 ? [] : Between(text));
        var fields = words.Length == 1 ? ~SearchFields.Readme : SearchFields.Id | SearchFields.Name | SearchFields.Tags | SearchFields.Summary;
        for (var number = 0; number < words.Length; number++)
        {
            for (var word = words[number].From; word < words[number].To; word++)
            {
                Exclude(word, fields, before, 1 << number, number < words.Length - 1 ? null : phrase, scratch);
            }

            before |= 1 << number;
        }

        scratch.EndPass();
    }

    // With the last word, only the texts that have all of them are looked at.
    private void Exclude(int word, SearchFields fields, int before, int bit, byte[]? last, SearchBuffers scratch)
    {
        scratch.Work += _segment.Words.Documents(word);
        var postings = _segment.Words.Of(word);
        while (postings.MoveNext())
        {
            var (document, matched) = (postings.Document, scratch.Matched[postings.Document]);
            if ((postings.Fields & fields) == 0 || (matched & before) != before)
            {
                continue;
            }

            if (matched == 0)
            {
                scratch.Meet(document);
            }

            scratch.Matched[document] |= (byte)bit;
            if (last is not null)
            {
                scratch.Work += last.Length == 0 ? 0 : SearchBuffers.TextWork;
                _excluded![document] |= last.Length == 0 || _segment.Texts[document].IndexOf(last) >= 0;
            }
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
