namespace Marketplace.Catalog;

/// <summary>Keeps the best of all results in the wished order, and counts all.</summary>
internal sealed class BestHits(CatalogSort sort, bool isAll, int count, int today)
{
    private readonly PriorityQueue<int, (double Key, int Name)> _queue = new(Comparer<(double Key, int Name)>.Create((a, b) => a.Key != b.Key ? a.Key.CompareTo(b.Key) : b.Name.CompareTo(a.Name)));
    private readonly List<IndexHit> _hits = [];
    private readonly Dictionary<int, (MatchKind Kind, float Text)> _kept = [];
    private IndexSegment _segment = IndexSegment.Empty;
    private float[] _weights = [];

    private double _least;

    public int Total { get; private set; }

    public void Begin(IndexSegment segment) => (_segment, _weights) = (segment, segment.WeightsOn(today));

    public void Add(int document, MatchKind kind, float text)
    {
        Total++;
        var key = Key(document, kind, text);
        if (_queue.Count == count && key < _least)
        {
            return;
        }

        var place = (key, _segment.NameOrder[document]);
        if (_queue.Count < count)
        {
            _queue.Enqueue(document, place);
        }
        else if (_queue.TryPeek(out _, out var worst) && (place.Item1 > worst.Key || (place.Item1 == worst.Key && place.Item2 < worst.Name)))
        {
            _kept.Remove(_queue.DequeueEnqueue(document, place));
        }
        else
        {
            return;
        }

        _kept[document] = (kind, text);
        _least = _queue.TryPeek(out _, out var last) ? last.Key : 0;
    }

    public void End()
    {
        while (_queue.TryDequeue(out var document, out var place))
        {
            var (kind, text) = _kept[document];
            _hits.Add(new IndexHit(_segment.Ids[document], _segment.PackageIds[document], _segment.Names[document], Ranking.Of(_segment, document, kind, text, today), place.Key));
        }

        _kept.Clear();
    }

    public IEnumerable<IndexHit> Read() => _hits.OrderByDescending(hit => hit.Key).ThenBy(hit => hit.Name, StringComparer.OrdinalIgnoreCase).ThenBy(hit => hit.PackageId, StringComparer.OrdinalIgnoreCase).Take(count);

    private double Key(int document, MatchKind kind, float text) => sort switch
    {
        CatalogSort.Installs => _segment.Installs[document],
        CatalogSort.Rating => _segment.Ratings[document],
        CatalogSort.Updated => _segment.Updated[document],
        CatalogSort.Price => -_segment.FirstYears[document],
        CatalogSort.Name => 0,
        _ when isAll => _segment.Installs[document],
        _ => (text * _weights[document]) + (kind is MatchKind.ExactId ? 1e9 : 0),
    };
}
