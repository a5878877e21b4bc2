using System.Text.RegularExpressions;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

/// <summary>What the kit has is not drawn by hand, except where a page works without a circuit.</summary>
public sealed partial class KitTests
{
    // A form that posts, and the sorting of strangers, who have no circuit.
    private static readonly string[] Plain = ["Accounts/AccountPage.razor: <select", "Search/SortMenu.razor: <select"];

    [Fact]
    public void Selects_tables_dialogs_pagers_and_tabs_are_the_kits_outside_the_shared_parts()
    {
        const string portal = "Marketplace.Portal";
        var found =
            from file in Source.Files(portal)
            where file.EndsWith(".razor", StringComparison.Ordinal)
            let page = Path.GetRelativePath(Path.Combine(Repository.Root, portal), file).Replace('\\', '/')
            where !page.StartsWith("Shared/", StringComparison.Ordinal)
            from Match part in ByHand().Matches(File.ReadAllText(file))
            select $"{page}: {part.Value}";

        Assert.Equal(Plain, found.Distinct().Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("<(?:select|table|dialog)\\b|class=\"(?:pager|tabs)\\b")]
    private static partial Regex ByHand();
}
