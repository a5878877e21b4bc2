using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>What the index must know of a module: texts to find it by, and facts to filter and order it by.</summary>
public sealed record SearchDocument(long Id, string PackageId, string DisplayName, string Summary)
{
    public IReadOnlyList<string> Tags { get; init; } = [];
    public string Category { get; init; } = "";
    public string Publisher { get; init; } = "";
    public string Readme { get; init; } = "";
    public bool IsVerified { get; init; }
    public string License { get; init; } = "";

    /// <summary>Names of the capabilities that it asks for.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>What it costs.</summary>
    public ListPrice Price { get; init; } = ListPrice.Free();

    /// <summary>The major versions of hosts that it runs on, each as a bit.</summary>
    public ulong Hosts { get; init; }

    public DateTime UpdatedAt { get; init; }
    public long Installs { get; init; }
    public double Rating { get; init; }

    /// <summary>0 to 100.</summary>
    public int Score { get; init; }

    /// <summary>By how much operators raise or lower it; 1 leaves it where it stands.</summary>
    public double Boost { get; init; } = 1;

    /// <summary>The organizations that see it; null if everybody does.</summary>
    public IReadOnlyList<long>? Audience { get; init; }

    /// <summary>The order by name, in which no two modules are equal.</summary>
    internal static int CompareNames(string name, string id, string otherName, string otherId) =>
        string.Compare(name, otherName, StringComparison.OrdinalIgnoreCase) is not 0 and var byName
            ? byName
            : string.Compare(id, otherId, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where a word stands, as bits: a module may have it in several places.</summary>
[Flags]
internal enum SearchFields : byte
{
    None = 0,
    Id = 1,
    Name = 2,
    Tags = 4,
    Category = 8,
    Publisher = 16,
    Summary = 32,
    Readme = 64,
}
