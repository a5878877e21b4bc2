using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>Counts the facets of one search over all segments; each as if it were not chosen itself.</summary>
/// <param name="last">The segment whose labels include those of all.</param>
internal sealed class FacetCounts(CatalogQuery query, IndexSegment last, int today)
{
    private const int MaxValues = 30;
    private readonly int[] _categories = new int[last.Categories.Names.Length];
    private readonly int[] _publishers = new int[last.Publishers.Names.Length];
    private readonly int[] _licenses = new int[last.Licenses.Names.Length];
    private readonly int[] _hosts = new int[64];

    // Added up when they are read: by the sets of capabilities, kinds of price and tiers, the age in days and the whole stars.
    private readonly int[] _sets = new int[256];
    private readonly int[] _prices = new int[1 << ListPrice.AllKinds.Count];
    private readonly int[] _tiers = new int[1 << ListPrice.AllTiers.Count];
    private readonly int[] _ages = new int[Facets.UpdateDays[^1] + 2];
    private readonly int[] _ratings = new int[6];
    private int _verified;

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
            _ages[Math.Clamp(today - segment.Updated[document], 0, _ages.Length - 1)]++;
        }

        if ((fails & ~SegmentFilter.Rating) == 0)
        {
            _ratings[(int)segment.Ratings[document]]++;
        }

        if ((fails & ~SegmentFilter.Price) == 0)
        {
            _prices[segment.Prices[document]]++;
        }

        if ((fails & ~SegmentFilter.Tier) == 0)
        {
            _tiers[segment.Tiers[document]]++;
        }

        if (fails == 0)
        {
            _sets[segment.Capabilities[document]]++;
        }
    }

    public Facets Read() => new(Few(_categories, last.Categories), Few(_publishers, last.Publishers), Without())
    {
        Prices = Having(_prices, ListPrice.AllKinds, query.Prices),
        Tiers = Having(_tiers, ListPrice.AllTiers, query.Tiers),
        Licenses = Few(_licenses, last.Licenses),
        Hosts = [.. Enumerable.Range(0, 64)
            .Where(host => _hosts[host] > 0 || query.Hosts.Contains(host))
            .Select(host => new FacetValue($"{host}", _hosts[host]))],
        Verified = _verified,
        Updated = [.. Facets.UpdateDays.Select(days => new FacetValue($"{days}", _ages[..(days + 1)].Sum()))],
        Ratings = [.. new[] { 4, 3 }.Select(stars => new FacetValue($"{stars}", _ratings[stars..].Sum())).Where(value => value.Count > 0)],
    };

    // A module may be had in several ways, so it counts for each.
    private static FacetValue[] Having(int[] sets, IReadOnlyList<string> names, IReadOnlyList<string> chosen) =>
        [.. names
            .Select((name, at) => new FacetValue(name, sets.Where((_, set) => (set >> at & 1) == 1).Sum()))
            .Where(value => value.Count > 0 || chosen.Contains(value.Name))];

    private FacetValue[] Without()
    {
        var all = _sets.Sum();
        return [.. Capability.Guarded
            .Select((name, at) => new FacetValue(name, _sets.Where((_, set) => (set >> at & 1) == 0).Sum()))
            .Where(value => value.Count < all || query.Without.Contains(value.Name))];
    }

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

        return [.. few.UnorderedItems
            .Select(item => new FacetValue(labels.Names[item.Element], item.Priority))
            .OrderByDescending(value => value.Count)
            .ThenBy(value => value.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
