using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>Which filters a document of a segment fails, each as a bit, so that one pass can count every facet without its own filter.</summary>
internal sealed class SegmentFilter
{
    public const int Category = 1, Publisher = 2, Verified = 4, Host = 8, Without = 16, License = 32, Updated = 64, Rating = 128, Price = 256, Tier = 512;
    private readonly IndexSegment _segment;
    private readonly CatalogQuery _query;
    private readonly bool[]? _categories;
    private readonly bool[]? _publishers;
    private readonly bool[]? _licenses;
    private readonly ulong _hosts;
    private readonly byte _without;
    private readonly byte _prices;
    private readonly byte _tiers;
    private readonly int _since;

    public SegmentFilter(IndexSegment segment, CatalogQuery query, int today)
    {
        (_segment, _query) = (segment, query);
        _categories = Chosen(segment.Categories, query.Categories, StringComparer.OrdinalIgnoreCase);
        _publishers = Chosen(segment.Publishers, query.Publishers, StringComparer.Ordinal);
        _licenses = Chosen(segment.Licenses, query.Licenses, StringComparer.OrdinalIgnoreCase);
        _hosts = query.Hosts.Aggregate(0UL, (bits, host) => bits | (1UL << Math.Clamp(host, 0, 63)));
        _prices = IndexBuilder.Bits(ListPrice.AllKinds, query.Prices);
        _tiers = IndexBuilder.Bits(ListPrice.AllTiers, query.Tiers);
        _without = IndexBuilder.Guarded(query.Without);
        _since = query.UpdatedWithin is { } days ? today - days : int.MinValue;
    }

    public int Fails(int document) =>
        (_categories is null || _categories[_segment.Categories.Of[document]] ? 0 : Category)
        | (_publishers is null || _publishers[_segment.Publishers.Of[document]] ? 0 : Publisher)
        | (!_query.Verified || _segment.Verified[document] ? 0 : Verified)
        | (_hosts == 0 || (_hosts & _segment.Hosts[document]) != 0 ? 0 : Host)
        | ((_without & _segment.Capabilities[document]) == 0 ? 0 : Without)
        | (_query.Prices.Count == 0 || (_prices & _segment.Prices[document]) != 0 ? 0 : Price)
        | (_query.Tiers.Count == 0 || (_tiers & _segment.Tiers[document]) != 0 ? 0 : Tier)
        | (_licenses is null || _licenses[_segment.Licenses.Of[document]] ? 0 : License)
        | (_segment.Updated[document] >= _since ? 0 : Updated)
        | (_query.MinRating is not { } rating || _segment.Ratings[document] >= rating ? 0 : Rating);

    private static bool[]? Chosen(Labels labels, IReadOnlyList<string> names, StringComparer comparer)
    {
        if (names.Count == 0)
        {
            return null;
        }

        var wanted = names.ToHashSet(comparer);
        return [.. labels.Names.Select(wanted.Contains)];
    }
}
