namespace Marketplace.Catalog;

/// <summary>The checks every release must have passed. A change here makes older verdicts void until a new scan.</summary>
public static class RuleSet
{
    public const int Version = 1;

    public static readonly IReadOnlyList<string> Required = ["archive", "manifest", "identity", "dependencies", "cycle", "host"];
}
