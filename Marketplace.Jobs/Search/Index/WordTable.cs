namespace Marketplace.Search.Index;

/// <summary>The words in order, and for each the documents that have it and where in them.</summary>
internal sealed class WordTable(string[] words, int[] counts, int[] starts, byte[] postings)
{
    private readonly NearTexts _near = new(words);

    public string this[int word] => words[word];

    public int Find(string word) => Array.BinarySearch(words, word, StringComparer.Ordinal);

    /// <summary>How many documents have it.</summary>
    public int Documents(int word) => counts[word];

    public Postings Of(int word) => new(postings.AsSpan(starts[word]..starts[word + 1]));

    /// <summary>The words that begin so: from the first to before the second.</summary>
    public (int From, int To) Beginning(string start) => Ordered.Range(words, start);

    /// <summary>The word itself; of a letter of a script without blanks the words that begin with it.</summary>
    public (int From, int To) Range(string word) => TextRuns.IsLetter(word) ? Beginning(word) : Find(word) is >= 0 and var at ? (at, at + 1) : (0, 0);

    /// <summary>The words within so many edits, with how many.</summary>
    public List<(int At, int Edits)> Near(string word, int edits, ref long work) => _near.Find(word, edits, ref work);
}
