using System.Runtime.InteropServices;

namespace Marketplace.Search.Index;

/// <summary>
/// Which words stand in which document and where in it, document after document. Kept in pieces: one long list would copy itself as
/// it grows, and millions of places make that hundreds of megabytes.
/// </summary>
internal sealed class WordPlaces
{
    // Small enough for the heap of small objects, since a segment is built at every change.
    private const int Piece = 1 << 14;

    private readonly List<(int[] Words, SearchFields[] Fields)> _pieces = [];

    // Of each document, how many places there are up to its end.
    private readonly List<int> _ends = [];

    public int Count { get; private set; }

    /// <summary>Adds the next document.</summary>
    public void Add(Dictionary<int, SearchFields> words)
    {
        foreach (var (word, fields) in words)
        {
            var at = Count++ % Piece;
            if (at == 0)
            {
                _pieces.Add((new int[Piece], new SearchFields[Piece]));
            }

            var piece = CollectionsMarshal.AsSpan(_pieces)[^1];
            (piece.Words[at], piece.Fields[at]) = (word, fields);
        }

        _ends.Add(Count);
    }

    public IEnumerable<(int Word, int Document, SearchFields Fields)> All()
    {
        for (var (at, document) = (0, 0); at < Count; at++)
        {
            while (at == _ends[document])
            {
                document++;
            }

            var (words, fields) = _pieces[at / Piece];
            yield return (words[at % Piece], document, fields[at % Piece]);
        }
    }
}
