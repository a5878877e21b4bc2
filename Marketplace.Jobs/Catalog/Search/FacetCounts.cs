namespace Marketplace.Catalog;

/// <summary>Counts the facets of one search over all segments; each as if it were not chosen itself.</summary>
/// <param name="last">The segment whose labels include those of all.</param>
internal sealed class FacetCounts(CatalogQuery query, IndexSegment last, int today)
{
    private const int MaxValues = 30;
    private readonly int[] _categories = new int[last.Categories.Names.Length];
    private readonly int[] _publishers = new int[last.Publishers.Names.Length];
    private readonly int[] _licenses = new int[last.Licenses.Names.Length];
    private readonly int[] _hosts = new int[64];
    private readonly int[] _without = new int[Capability.Guarded.Count];
    private readonly int[] _updated = new int[Facets.UpdateDays.Count];
    private readonly int[] _ratings = new int[6];
    private int _verified;
    private int _all;

    public void Add(IndexSegment segment, int document, int fails)
    {
        if ((fails & ~SegmentFilter.Category) == 0)
        {
            _categories[segment.Categories.Of[document]]++;
        }

        if ((fails & ~SegmentFilter.Publisher) == 0)
        {
            _publishers[segment.Publishers.Of[document]]++;
        }

        if ((fails & ~SegmentFilter.License) == 0)
        {
            _licenses[segment.Licenses.Of[document]]++;
        }

        if ((fails & ~SegmentFilter.Verified) == 0 && segment.Verified[document])
        {
            _verified++;
        }

        if ((fails & ~SegmentFilter.Host) == 0)
        {
            for (var hosts = segment.Hosts[document]; hosts != 0; hosts &= hosts - 1)
            {
                _hosts[System.Numerics.BitOperations.TrailingZeroCount(hosts)]++;
            }
        }

        if ((fails & ~SegmentFilter.Updated) == 0)
        {
            var age = today - segment.Updated[document];
            for (var at = 0; at < _updated.Length; at++)
            {
                _updated[at] += age <= Facets.UpdateDays[at] ? 1 : 0;
            }
        }

        if ((fails & ~SegmentFilter.Rating) == 0 && segment.Ratings[document] >= 1)
        {
            for (var stars = (int)segment.Ratings[document]; stars > 0; stars--)
            {
                _ratings[stars]++;
            }
        }

        if (fails == 0)
        {
            _all++;
            for (var at = 0; at < _without.Length; at++)
            {
                _without[at] += (segment.Capabilities[document] >> at & 1) ^ 1;
            }
        }
    }

    public Facets Read() => new(Few(_categories, last.Categories), Few(_publishers, last.Publishers), Without())
    {
        Licenses = Few(_licenses, last.Licenses),
        Hosts = [.. Enumerable.Range(0, 64).Where(host => _hosts[host] > 0 || query.Hosts.Contains(host)).Select(host => new FacetValue($"{host}", _hosts[host]))],
        Verified = _verified,
        Updated = [.. Facets.UpdateDays.Select((days, at) => new FacetValue($"{days}", _updated[at]))],
        Ratings = [.. new[] { 4, 3 }.Where(stars => _ratings[stars] > 0).Select(stars => new FacetValue($"{stars}", _ratings[stars]))],
    };

    private FacetValue[] Without() => [.. Capability.Guarded.Select((name, at) => new FacetValue(name, _without[at])).Where(value => value.Count < _all || query.Without.Contains(value.Name))];

    private static FacetValue[] Few(int[] counts, Labels labels)
    {
        var few = new PriorityQueue<int, int>();
        for (var label = 0; label < counts.Length; label++)
        {
            if (counts[label] > 0 && labels.Names[label] != "" && (few.Count < MaxValues || (few.TryPeek(out _, out var least) && counts[label] > least)))
            {
                few.Enqueue(label, counts[label]);
                _ = few.Count > MaxValues ? few.Dequeue() : 0;
            }
        }

        return [.. few.UnorderedItems.Select(item => new FacetValue(labels.Names[item.Element], item.Priority)).OrderByDescending(value => value.Count).ThenBy(value => value.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
