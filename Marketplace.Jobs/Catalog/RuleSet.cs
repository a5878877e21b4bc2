namespace Marketplace.Catalog;

/// <summary>
/// The checks every release must have passed. Raise the version with every change of a check or of this list: what an earlier version passed stays
/// available until its scan under the new one has ended (see docs/decisions/0002).
/// </summary>
public static class RuleSet
{
    public const int Version = 1;

    public static readonly IReadOnlyList<string> Required = ["archive", "manifest", "identity", "dependencies", "cycle", "host"];
}
