using System.Text.RegularExpressions;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

public partial class SliceOrderTests
{
    // A slice may use the slices before it, never those after it.
    private static readonly string[] Order =
    [
        "Data", "Live", "Storage", "Accounts", "Notifications",
        "Catalog", "Scanning", "Moderation", "Publishing",
        "Pricing", "Licensing", "Installs",
        "Payments", "Billing", "Revenue",
        "Portal",
    ];

    [Fact]
    public void Every_slice_uses_only_slices_before_it() => Assert.Empty(
        from file in Source.Files("Marketplace.Jobs")
        let slice = Slice(file)
        where Array.IndexOf(Order, slice) >= 0
        from later in Later(slice, File.ReadAllText(file))
        select $"{file} in {slice} uses {later}");

    [Fact]
    public void Every_folder_of_the_jobs_is_a_slice_of_the_order() => Assert.Empty(
        (from file in Source.Files("Marketplace.Jobs")
         let parts = Path.GetRelativePath(Repository.Folder("Marketplace.Jobs"), file).Split(Path.DirectorySeparatorChar)
         where parts.Length > 1
         select parts[0]).Distinct().Except(Order).Except(["Properties"]));

    [Fact]
    public void The_module_sdk_uses_neither_project() => Assert.Empty(
        from file in Source.Files("sdk/Marketplace.Modules")
        from later in Later("Modules", File.ReadAllText(file))
        select $"{file} uses {later}");

    [Fact]
    public void No_slice_uses_the_portal_and_the_test_would_see_it()
    {
        Assert.Equal(["Installs"], Later("Catalog", "using Marketplace.Accounts;\nusing Marketplace.Installs;"));
        Assert.Equal(["Portal"], Later("Revenue", "Marketplace.Portal.PortalUrls.Module(id)"));
        Assert.Equal(["Data"], Later("Modules", "using Marketplace.Data;\nusing Marketplace.Modules.Packages;"));
        Assert.Empty(Later("Installs", "using Marketplace.Catalog;\nusing Marketplace.Modules;"));
    }

    private static IEnumerable<string> Later(string slice, string text) =>
        from Match use in SliceName().Matches(text)
        where Array.IndexOf(Order, use.Groups[1].Value) > Array.IndexOf(Order, slice)
        select use.Groups[1].Value;

    private static string Slice(string file) =>
        Path.GetRelativePath(Repository.Folder("Marketplace.Jobs"), file).Split(Path.DirectorySeparatorChar)[0];

    [GeneratedRegex(@"\bMarketplace\.(\w+)")]
    private static partial Regex SliceName();
}
