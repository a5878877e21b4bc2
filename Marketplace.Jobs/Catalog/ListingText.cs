namespace Marketplace.Catalog;

/// <summary>What a listing says of a module, as one of its releases says it.</summary>
/// <param name="Tags">Lower-case tags between spaces, one before and one after, so that a tag is found by <c>" tag "</c>.</param>
/// <param name="Capabilities">The names of the capabilities that it asks for, kept as the tags are.</param>
public sealed record ListingText(string DisplayName, string Summary, string Category, string Tags, string Capabilities)
{
    /// <summary>The SHA-256 of its icon, as it is kept beside the packages; null if it has none to show.</summary>
    public string? IconHash { get; init; }

    public static ListingText Of(string displayName, string summary, string category, IEnumerable<string> tags, IEnumerable<string> capabilities) =>
        new(displayName, summary, category, Words(tags), Words(capabilities));

    private static string Words(IEnumerable<string> words) =>
        $" {string.Join(' ', words.Select(word => word.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal))} ";
}
