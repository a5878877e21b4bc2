using Marketplace.Catalog;

namespace Marketplace.Tests.Support;

public static class Listed
{
    /// <summary>Gives a module's listing its words, as a release would.</summary>
    public static void Describe(
        this Module module, string displayName, string summary, string category, IEnumerable<string> tags, IEnumerable<string> capabilities, DateTime at) =>
        module.Describe(ListingText.Of(displayName, summary, category, tags, capabilities), at);
}
