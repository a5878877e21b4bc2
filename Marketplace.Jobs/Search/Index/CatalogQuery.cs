using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>What someone looks for: words, and what the modules must be, or must do without.</summary>
public sealed record CatalogQuery
{
    public const int MaxPage = 500;
    private const int MaxDays = 36_500;

    public string Text { get; init; } = "";

    /// <summary>Any of these; none means all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Names of publishers: any of these; none means all.</summary>
    public IReadOnlyList<string> Publishers { get; init; } = [];

    /// <summary>Capabilities none of which the module may ask for.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Those of <see cref="ListPrice.AllKinds"/> in one of which it can be had; none means all.</summary>
    public IReadOnlyList<string> Prices { get; init; } = [];

    /// <summary>Those of <see cref="ListPrice.AllTiers"/>, one of which is offered; none means all.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>License expressions: any of these; none means all.</summary>
    public IReadOnlyList<string> Licenses { get; init; } = [];

    /// <summary>Major versions of hosts, on one of which it must run; none means all.</summary>
    public IReadOnlyList<int> Hosts { get; init; } = [];

    /// <summary>How they fit the site of who looks: any of these; none means all. What answers it stands above the search, which finds them all.</summary>
    public IReadOnlyList<string> Fits { get; init; } = [];

    /// <summary>Only modules of verified publishers.</summary>
    public bool Verified { get; init; }

    /// <summary>Updated within so many days.</summary>
    public int? UpdatedWithin { get; init => field = value is { } days ? Math.Clamp(days, 0, MaxDays) : null; }

    /// <summary>With at least so many stars.</summary>
    public int? MinRating { get; init; }

    public CatalogSort Sort { get; init; }

    /// <summary>From 1 to <see cref="MaxPage"/>: the farther back, the more results are put in order for it.</summary>
    public int Page { get; init => field = Math.Clamp(value, 1, MaxPage); } = 1;

    /// <summary>Nothing is left out.</summary>
    public bool IsAll => Words.Count + FilterCount == 0;

    /// <summary>How many filters are chosen.</summary>
    public int FilterCount => Categories.Count + Prices.Count + Tiers.Count + Publishers.Count + Without.Count + Licenses.Count + Hosts.Count
        + Fits.Count + (Verified ? 1 : 0) + (UpdatedWithin is null ? 0 : 1) + (MinRating is null ? 0 : 1);

    /// <summary>What is searched for: the text in lower case, cut where nobody would type on.</summary>
    public string Phrase => string.Join(' ', Words);

    public IReadOnlyList<string> Words =>
        [.. SearchTerms.Counted(Text).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct().Take(SearchTerms.MaxParts)];
}
