using System.Text.RegularExpressions;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

public partial class SliceOrderTests
{
    private const int MaxFiles = 40;

    // A slice may use the slices before it, never those after it. A folder in a slice stands before it where the slice uses it, and after
    // it where it uses the slice.
    private static readonly string[] Order =
    [
        "Data", "Live", "Storage", "Accounts", "Notifications",
        "Catalog.Texts", "Catalog", "Publishers", "Usage", "Search.Index", "Search", "Ratings", "Community",
        "Scanning", "Scanning.Checks", "Moderation", "Publishing",
        "Pricing.Rates", "Pricing.Tax", "Pricing.Parties", "Pricing", "Pricing.Promotions", "Pricing.Quotes", "Pricing.Succession",
        "Licensing", "Licensing.Activations", "Licensing.Metering",
        "Sites", "Resolution", "Planning", "Operations", "Delivery", "Updates", "Insight",
        "Ledger", "Payments", "Payments.Methods", "Payments.Inbox", "Payments.Sandbox", "Payments.Stripe", "Payments.Bank", "Payments.Reconciliation",
        "Billing.Invoices", "Billing.Interest", "Billing.Orders", "Billing.Runs", "Billing.Subscriptions", "Billing.Credits", "Billing.Changes",
        "Billing.Dunning", "Billing.Transfers", "Billing.Disputes", "Billing.Sales", "Billing.AccountStatements", "Billing",
        "Payouts.Terms", "Payouts.Shares", "Payouts.Accounts", "Payouts.Connect", "Payouts", "Payouts.Statements",
        "Revenue.Movements", "Revenue.Measures", "Revenue", "Revenue.Finance", "Revenue.Spending", "Revenue.Annotations", "Revenue.Reports", "Revenue.Metrics",
        "Portal",
    ];

    // The portal composes: the page of a module shows its ratings, its use and the sites that have it, so it comes near the end.
    private static readonly string[] PortalOrder =
    [
        "Http", "Shared", "Shared.Charts", "Shared.Forms", "Accounts", "Shared.Grid", "Accounts.Team",
        "Pricing", "Pricing.Tax", "Pricing.Promotions", "Pricing.Quotes", "Pricing.Offering",
        "Catalog", "Catalog.Rest", "Catalog.Feeds", "Catalog.Compare", "Usage", "Ratings", "Community",
        "Search", "Notifications", "Catalog.Editing", "Publishers",
        "Publishing", "Moderation", "Feed", "Licensing",
        "Sites", "Planning", "Operations", "Delivery", "Billing.Runs", "Insight", "Ledger", "Payments", "Billing.Bank", "Billing.Credits",
        "Billing.Dunning", "Billing.Subscriptions", "Billing.Changes", "Billing.AccountStatements", "Billing", "Payouts",
        "Revenue", "Revenue.Finance", "Revenue.Spending", "Revenue.Metrics", "Catalog.Details",
        "Home", "Shell", "Shell.Design", "Demo",
    ];

    // Pure: they know neither a database nor a container.
    private static readonly string[] Pure = ["Resolution", "Search/Index"];

    [Fact]
    public void Every_slice_uses_only_slices_before_it() => Assert.Empty(
        from file in Source.Files("Marketplace.Jobs")
        let slice = SliceOf(file)
        where Array.IndexOf(Order, slice) >= 0
        from later in Later(slice, File.ReadAllText(file))
        where !IsComposition(file, slice, later)
        select $"{file} in {slice} uses {later}");

    [Fact]
    public void Every_folder_of_the_jobs_is_a_slice_of_the_order_and_a_namespace() => Assert.Empty(
        from file in Source.Files("Marketplace.Jobs")
        let slice = SliceOf(file)
        where slice is not ("" or "Properties") && !slice.StartsWith("Data", StringComparison.Ordinal)
        where !Order.Contains(slice) || !File.ReadAllText(file).Contains($"namespace Marketplace.{slice};", StringComparison.Ordinal)
        select file);

    [Fact]
    public void Every_slice_of_the_portal_uses_only_slices_before_it() => Assert.Empty(
        from file in Source.Files("Marketplace.Portal")
        let slice = SliceOf(file, "Marketplace.Portal")
        where PortalOrder.Contains(slice)
        from later in Later(PortalOrder, PortalSliceName(), slice, File.ReadAllText(file))
        where !IsComposition(file, slice, later)
        select $"{file} in {slice} uses {later}");

    [Fact]
    public void Every_folder_of_the_portal_is_a_slice_of_its_order() => Assert.Empty(
        from file in Source.Files("Marketplace.Portal")
        let slice = SliceOf(file, "Marketplace.Portal")
        where slice is not ("" or "Properties") && !slice.StartsWith("wwwroot", StringComparison.Ordinal) && !PortalOrder.Contains(slice)
        select file);

    [Fact]
    public void No_folder_has_too_many_files() => Assert.Empty(
        from file in Source.Files("Marketplace.Jobs", "Marketplace.Portal")
        where !file.EndsWith(".css", StringComparison.Ordinal)
        group file by Path.GetDirectoryName(file) into folder
        where folder.Count() > MaxFiles
        select $"{folder.Key} has {folder.Count()} files");

    [Fact]
    public void The_resolver_and_the_search_engine_know_no_database_and_no_container() => Assert.Empty(
        from folder in Pure
        from file in Source.Files($"Marketplace.Jobs/{folder}")
        let text = File.ReadAllText(file)
        where text.Contains("Microsoft.", StringComparison.Ordinal)
            || text.Contains("MarketplaceDb", StringComparison.Ordinal)
            || text.Contains("TimeProvider", StringComparison.Ordinal)
        select file);

    [Fact]
    public void The_module_sdk_uses_neither_project() => Assert.Empty(
        from file in Source.Files("sdk/Marketplace.Modules")
        from later in Later("Modules", File.ReadAllText(file))
        select $"{file} uses {later}");

    [Fact]
    public void No_slice_uses_the_portal_and_the_test_would_see_it()
    {
        Assert.Equal(["Sites"], Later("Catalog", "using Marketplace.Accounts;\nusing Marketplace.Sites;"));
        Assert.Equal(["Search"], Later("Search.Index", "using Marketplace.Search;\nusing Marketplace.Catalog;"));
        Assert.Equal(["Portal"], Later("Revenue", "Marketplace.Portal.PortalUrls.Module(id)"));
        Assert.Equal(["Data"], Later("Modules", "using Marketplace.Data;\nusing Marketplace.Modules.Packages;"));
        Assert.Equal(["Catalog.Details"], Later(PortalOrder, PortalSliceName(), "Catalog", "@using Marketplace.Portal.Catalog.Details"));
        Assert.Empty(Later("Sites", "using Marketplace.Catalog.Texts;\nusing Marketplace.Modules;"));
    }

    private static IEnumerable<string> Later(string slice, string text) => Later(Order, SliceName(), slice, text);

    private static IEnumerable<string> Later(string[] order, Regex name, string slice, string text) =>
        from Match use in name.Matches(text)
        let used = order.Contains(use.Groups[1].Value) ? use.Groups[1].Value : use.Groups[2].Value
        where Array.IndexOf(order, used) > Array.IndexOf(order, slice)
        select used;

    // Where a slice's own parts are put together it may name them all.
    private static bool IsComposition(string file, string slice, string later) =>
        (file.EndsWith("Services.cs", StringComparison.Ordinal) || file.EndsWith("Setup.cs", StringComparison.Ordinal))
            && later.StartsWith($"{slice}.", StringComparison.Ordinal);

    private static string SliceOf(string file, string project = "Marketplace.Jobs") =>
        (Path.GetDirectoryName(Path.GetRelativePath(Repository.Folder(project), file)) ?? "").Replace(Path.DirectorySeparatorChar, '.');

    [GeneratedRegex(@"\bMarketplace\.((\w+)(?:\.\w+)?)")]
    private static partial Regex SliceName();

    [GeneratedRegex(@"\bMarketplace\.Portal\.((\w+)(?:\.\w+)?)")]
    private static partial Regex PortalSliceName();
}
