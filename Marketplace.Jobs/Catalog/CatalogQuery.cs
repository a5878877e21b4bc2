namespace Marketplace.Catalog;

public enum CatalogSort
{
    Relevance,
    Updated,
    Name,
}

/// <summary>What somebody looks for: words, and what the modules must be, or must do without.</summary>
public sealed record CatalogQuery
{
    private const int MaxWords = 8;
    private const int MaxLength = 100;

    public string Text { get; init; } = "";

    /// <summary>Any of these; none means all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Names of publishers: any of these; none means all.</summary>
    public IReadOnlyList<string> Publishers { get; init; } = [];

    /// <summary>Capabilities none of which the module may ask for.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    public CatalogSort Sort { get; init; }
    public int Page { get; init; } = 1;

    /// <summary>Nothing is left out.</summary>
    public bool IsAll => Words.Count + Categories.Count + Publishers.Count + Without.Count == 0;

    /// <summary>What is searched for: the text in lower case, cut where nobody would type on.</summary>
    public string Phrase => string.Join(' ', Words);

    public IReadOnlyList<string> Words =>
        [.. Text[..Math.Min(Text.Length, MaxLength)].ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct().Take(MaxWords)];
}
