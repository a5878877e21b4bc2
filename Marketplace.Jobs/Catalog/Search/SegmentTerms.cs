using System.Text;

namespace Marketplace.Catalog;

/// <summary>What must and must not be, beside the words: phrases, words left out, and publisher, tag and category as typed.</summary>
internal sealed class SegmentTerms
{
    private readonly IndexSegment _segment;
    private readonly byte[][] _phrases;
    private readonly byte[][] _excluded;
    private readonly byte[][] _tags;
    private readonly bool[]? _publishers;
    private readonly bool[]? _categories;
    private readonly byte _prices;
    private readonly bool _isOpen;

    public SegmentTerms(IndexSegment segment, SearchTerms terms)
    {
        _segment = segment;
        _phrases = [.. terms.Phrases.Select(Between)];
        _excluded = [.. terms.Excluded.Select(Between)];
        _tags = [.. terms.Tags.Select(tag => Between(string.Join(' ', SearchText.Words(tag))))];
        _publishers = Chosen(segment.Publishers, terms.Publishers);
        _categories = Chosen(segment.Categories, terms.Categories);
        _prices = IndexBuilder.Bits(ListPrice.AllKinds, terms.Prices);
        _isOpen = _prices == 0 && _phrases.Length + _excluded.Length + _tags.Length == 0 && _publishers is null && _categories is null;
    }

    public bool Allow(int document)
    {
        if (_isOpen)
        {
            return true;
        }

        var text = _segment.Texts[document];
        foreach (var phrase in _phrases)
        {
            if (text.IndexOf(phrase) < 0)
            {
                return false;
            }
        }

        foreach (var word in _excluded)
        {
            if (text.IndexOf(word) >= 0)
            {
                return false;
            }
        }

        foreach (var tag in _tags)
        {
            if (_segment.Tags[document].IndexOf(tag) < 0)
            {
                return false;
            }
        }

        return (_prices == 0 || (_prices & _segment.Prices[document]) != 0) && (_publishers is null || _publishers[_segment.Publishers.Of[document]]) && (_categories is null || _categories[_segment.Categories.Of[document]]);
    }

    private static byte[] Between(string words) => Encoding.UTF8.GetBytes($" {words} ");

    // “acme” stands for “Acme Software”, as does “acmesoftware”.
    private static bool[]? Chosen(Labels labels, IReadOnlyList<string> names)
    {
        string[] wanted = [.. names.Select(SearchText.Key)];
        return wanted.Length == 0 ? null : [.. labels.Names.Select(name => wanted.Any(start => SearchText.Key(name).StartsWith(start, StringComparison.Ordinal)))];
    }
}
