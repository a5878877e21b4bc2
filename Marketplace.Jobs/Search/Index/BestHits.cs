using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>Keeps the best of all results in the requested order, and counts all.</summary>
internal sealed class BestHits(CatalogSort sort, bool isAll, int count, int today)
{
    // Documents by their places, best first: the key in the upper half and the name among equals in the lower, so that numbers are sorted.
    // So many are gathered before the worst are let go.
    private readonly ulong[] _places = new ulong[Math.Max(2 * count, 1000)];
    private readonly int[] _documents = new int[Math.Max(2 * count, 1000)];
    private readonly List<Best> _found = [];
    private IndexSegment _segment = IndexSegment.Empty;
    private float[] _weights = [];
    private int _kept;
    private ulong _worst;

    public int Total { get; private set; }

    public void Begin(IndexSegment segment) => (_segment, _weights, _kept, _worst) = (segment, segment.WeightsOn(today), 0, ulong.MaxValue);

    public void Add(int document, MatchKind kind, float text)
    {
        Total++;
        var place = ((ulong)~Ascending(Key(document, kind, text)) << 32) | (uint)_segment.NameOrder[document];
        if (place > _worst)
        {
            return;
        }

        (_places[_kept], _documents[_kept]) = (place, document);
        if (++_kept == _places.Length)
        {
            Cut();
            _worst = _places[_kept - 1];
        }
    }

    /// <param name="why">How a document came among the results.</param>
    public void End(Func<int, (MatchKind Kind, float Text)> why)
    {
        Cut();
        _found.Add(new(_segment, _places[.._kept], _documents[.._kept], why));
    }

    /// <summary>Those of one page: the segments' best are compared with one another only so far.</summary>
    public IReadOnlyList<IndexHit> Read(int skip, int take)
    {
        var hits = new List<IndexHit>(take);
        for (var number = 0; number < skip + take; number++)
        {
            Best? best = null;
            foreach (var other in _found)
            {
                best = other.IsLeft && (best is null || other.IsBefore(best)) ? other : best;
            }

            if (best is null)
            {
                break;
            }

            if (number >= skip)
            {
                hits.Add(best.Hit(today));
            }

            best.Next++;
        }

        return hits;
    }

    private void Cut()
    {
        Array.Sort(_places, _documents, 0, _kept);
        _kept = Math.Min(_kept, count);
    }

    private float Key(int document, MatchKind kind, float text) => sort switch
    {
        CatalogSort.Installs => _segment.Installs[document],
        CatalogSort.Rating => _segment.Ratings[document],
        CatalogSort.Updated => _segment.Updated[document],
        CatalogSort.Price => -(float)_segment.FirstYears[document],
        CatalogSort.Name => 0,
        _ when isAll => _segment.Installs[document],
        _ => kind is MatchKind.ExactId ? float.MaxValue : text * _weights[document],
    };

    // The order of the numbers is that of their bits, but for the sign.
    private static uint Ascending(float key) => BitConverter.SingleToUInt32Bits(key) is var bits && bits >> 31 == 0 ? bits | (1u << 31) : ~bits;

    private sealed record Best(IndexSegment Segment, ulong[] Places, int[] Documents, Func<int, (MatchKind Kind, float Text)> Why)
    {
        public int Next { get; set; }

        public bool IsLeft => Next < Places.Length;

        public bool IsBefore(Best other)
        {
            var (one, two, key, otherKey) = (Documents[Next], other.Documents[other.Next], Places[Next] >> 32, other.Places[other.Next] >> 32);
            return key != otherKey
                ? key < otherKey
                : SearchDocument.CompareNames(Segment.Names[one], Segment.PackageIds[one], other.Segment.Names[two], other.Segment.PackageIds[two]) < 0;
        }

        public IndexHit Hit(int today)
        {
            var (document, (kind, text)) = (Documents[Next], Why(Documents[Next]));
            return new(Segment.Ids[document], Segment.PackageIds[document], Segment.Names[document], Weights.Rank(Segment, document, kind, text, today));
        }
    }
}
