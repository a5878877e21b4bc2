namespace Marketplace.Search.Index;

/// <summary>One value of a facet and how many modules it would leave.</summary>
public sealed record FacetValue(string Name, int Count);

/// <summary>Each facet is counted as if it were not chosen itself, so that its other values stay within reach.</summary>
public sealed record Facets(IReadOnlyList<FacetValue> Categories, IReadOnlyList<FacetValue> Publishers, IReadOnlyList<FacetValue> Without)
{
    /// <summary>Within how many days one can ask a module to be updated.</summary>
    public static readonly IReadOnlyList<int> UpdateDays = [30, 180, 365];

    /// <summary>By kind of price.</summary>
    public IReadOnlyList<FacetValue> Prices { get; init; } = [];

    public IReadOnlyList<FacetValue> Tiers { get; init; } = [];

    public IReadOnlyList<FacetValue> Licenses { get; init; } = [];

    /// <summary>Major versions of hosts.</summary>
    public IReadOnlyList<FacetValue> Hosts { get; init; } = [];

    public int Verified { get; init; }

    /// <summary>By number of days.</summary>
    public IReadOnlyList<FacetValue> Updated { get; init; } = [];

    /// <summary>By least number of stars.</summary>
    public IReadOnlyList<FacetValue> Ratings { get; init; } = [];
}
