namespace Marketplace.Catalog;

/// <summary>One module as a result shows it; the version is the one a new client would get.</summary>
public sealed record ModuleRow(
    long Id, string PackageId, string DisplayName, string Summary, string Category, string Publisher, bool IsVerified, DateTime UpdatedAt)
{
    public string Version { get; init; } = "";
    public bool IsPrerelease { get; init; }
    public string CategoryTitle { get; init; } = "";

    /// <summary>Why it stands where it stands; null outside a search by words.</summary>
    public Ranking? Ranking { get; init; }

    public FigureRow Figures { get; init; } = FigureRow.None;

    public required ListPrice Price { get; init; }

    /// <summary>The hash of its icon; null if it has none.</summary>
    public string? Icon { get; init; }

    /// <summary>The hash of its publisher's icon; null if it has none.</summary>
    public string? PublisherIcon { get; init; }
}
