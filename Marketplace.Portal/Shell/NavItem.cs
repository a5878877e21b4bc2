using Marketplace.Accounts;
using Marketplace.Insight;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared;
using MudBlazor;

namespace Marketplace.Portal.Shell;

/// <summary>A page one can go to from anywhere, in the menu and by name.</summary>
/// <param name="Section">The heading it stands under; empty for the first ones.</param>
/// <param name="IsExact">It is not the place of the addresses below its own.</param>
/// <param name="Leaves">It leads out of the app's own routes, so the browser loads it.</param>
public sealed record NavItem(string Section, string Text, string Href, string Icon, bool IsExact = false, bool Leaves = false)
{
    /// <summary>What waits there.</summary>
    public Func<MenuCounts, NavCount>? Count { get; init; }

    /// <summary>Other addresses that belong to it.</summary>
    public Func<string, bool> Has { get; init; } = _ => false;

    /// <summary>Whether a page is this one or lies below it.</summary>
    /// <param name="path">Of its address.</param>
    public bool Holds(string path) => path == Href || (!IsExact && path.StartsWith($"{Href}/", StringComparison.Ordinal)) || Has(path);

    /// <summary>Only what the person may use.</summary>
    public static IReadOnlyList<NavItem> For(Person? person) =>
    [
        .. person is null ? (NavItem[])[] : [new("", "Home", PortalUrls.Overview, Icons.Material.Outlined.Home)],
        new("", "Browse", PortalUrls.Home, Icons.Material.Outlined.Storefront, IsExact: true) { Has = IsCatalog },
        .. person is { IsClient: true } ? Client : [],
        .. person is { Publishes: true } ? Publisher : [],
        .. person?.Staff is not null || person?.Organizations.Any(one => one is { Publishes: true, IsOwner: true }) is true ? Promoter : [],
        .. person?.Staff is not null ? Moderator : [],
        .. person?.Staff is StaffRole.Operator ? Operator : [],
        .. person is { Organizations.Count: > 0 } ? Member : [],
        .. person is { IsClient: true } ? Buyer : [],
        .. person?.Organizations.Any(one => one is { IsOwner: true } and ({ IsClient: true } or { Publishes: true })) is true ? Owner : [],
    ];

    private static bool IsCatalog(string path) => path is "/compare"
        || path.StartsWith("/publishers/", StringComparison.Ordinal)
        || (path.StartsWith("/modules/", StringComparison.Ordinal) && !IsPublishers(path));

    // What the publisher of a module does about it.
    private static bool IsPublishers(string path) => path.StartsWith("/modules/", StringComparison.Ordinal)
        && path.Split('/') is [_, _, _, "listing" or "offers" or "licenses" or "statistics", ..];

    private static readonly NavItem[] Client =
    [
        new("", "Sites", PortalUrls.Sites, Icons.Material.Outlined.Dns)
        {
            Count = counts => new(counts.SitesToUpdate, $"{CountText.Of(counts.SitesToUpdate, "site")} to update", counts.SecurityUpdates > 0),
        },
        new("", "Operations", PortalUrls.Operations, Icons.Material.Outlined.Sync)
        {
            Count = counts => new(counts.Operations + counts.Approvals, counts.Approvals > 0
                ? $"{counts.Operations} running or queued, {counts.Approvals} to approve"
                : $"{counts.Operations} running or queued"),
        },
        new("", "Site statistics", PortalUrls.SiteStatistics, Icons.Material.Outlined.BarChart),
        new("", "Licenses", PortalUrls.OwnLicenses, Icons.Material.Outlined.Key),
    ];

    private static readonly NavItem[] Publisher =
    [
        new("Publishing", "Modules", PortalUrls.PublisherModules, Icons.Material.Outlined.Extension) { Has = IsPublishers },
        new("Publishing", "Submissions", PortalUrls.Submissions, Icons.Material.Outlined.Inventory2)
        {
            Count = counts => new(counts.Submissions, $"{counts.Submissions} under way", counts.ChangeRequests > 0),
        },
        new("Publishing", "Submit", PortalUrls.Submit, Icons.Material.Outlined.UploadFile),
        new("Publishing", "Revenue", PortalUrls.PublisherRevenue, Icons.Material.Outlined.TrendingUp),
        new("Publishing", "Sales", PortalUrls.PublisherSales, Icons.Material.Outlined.PointOfSale),
        new("Publishing", "Earnings", PortalUrls.Earnings, Icons.Material.Outlined.Savings),
        new("Publishing", "Domain", PortalUrls.Domains, Icons.Material.Outlined.Verified),
    ];

    // Who decides on prices.
    private static readonly NavItem[] Promoter =
    [
        new("Publishing", "Promotions", PortalUrls.Promotions, Icons.Material.Outlined.LocalOffer),
    ];

    private static readonly NavItem[] Moderator =
    [
        new("Moderation", "Queue", PortalUrls.Queue, Icons.Material.Outlined.Rule)
        {
            Count = counts => new(counts.NeedsReview + counts.Reports,
                $"{counts.NeedsReview} to review, {counts.Overdue} overdue, {CountText.Of(counts.Reports, "report")}", counts.Overdue > 0),
        },
        new("Moderation", "Collections", PortalUrls.Collections, Icons.Material.Outlined.CollectionsBookmark),
    ];

    private static readonly NavItem[] Operator =
    [
        new("Business", "Revenue", PortalUrls.Revenue, Icons.Material.Outlined.TrendingUp),
        new("Business", "Subscriptions", PortalUrls.SalesSubscriptions, Icons.Material.Outlined.Autorenew)
            { Has = path => path == PortalUrls.BillingRuns },
        new("Business", "Dunning", PortalUrls.Dunning, Icons.Material.Outlined.CreditScore),
        new("Business", "Orders", PortalUrls.SalesOrders, Icons.Material.Outlined.ShoppingCart),
        new("Business", "Invoices", PortalUrls.SalesInvoices, Icons.Material.Outlined.Receipt),
        new("Business", "Licenses", PortalUrls.SalesLicenses, Icons.Material.Outlined.Key),
        new("Business", "Payments", PortalUrls.Payments, Icons.Material.Outlined.Payments),
        new("Business", "Disputes and refunds", PortalUrls.Disputes, Icons.Material.Outlined.Gavel)
        {
            Has = path => path.StartsWith(PortalUrls.CreditProposals, StringComparison.Ordinal),
        },
        new("Business", "Webhooks", PortalUrls.ProviderEvents, Icons.Material.Outlined.Webhook),
        new("Business", "Reconciliation", PortalUrls.Reconciliation, Icons.Material.Outlined.Balance),
        new("Business", "Bank import", PortalUrls.BankImport, Icons.Material.Outlined.AccountBalanceWallet),
        new("Business", "Payouts", PortalUrls.Payouts, Icons.Material.Outlined.Paid),
        new("Business", "Ledger", PortalUrls.Ledger, Icons.Material.Outlined.AccountBalance),
        new("Installation", "Categories", PortalUrls.Categories, Icons.Material.Outlined.Category),
        new("Installation", "Statistics", PortalUrls.Statistics, Icons.Material.Outlined.BarChart, IsExact: true),
        new("Installation", "Searches", PortalUrls.Searches, Icons.Material.Outlined.ManageSearch),
        new("Installation", "Tax and currencies", PortalUrls.Tax, Icons.Material.Outlined.Percent),
        new("Installation", "Jobs", PortalUrls.JobHealth, Icons.Material.Outlined.MonitorHeart),
    ];

    private static readonly NavItem[] Member =
    [
        new("Organization", "Members", PortalUrls.Members, Icons.Material.Outlined.Group),
        new("Organization", "API keys", PortalUrls.ApiKeys, Icons.Material.Outlined.VpnKey),
    ];

    private static readonly NavItem[] Buyer =
    [
        new("Organization", "Billing", PortalUrls.Billing, Icons.Material.Outlined.Receipt)
            { Has = path => path.StartsWith("/orders/", StringComparison.Ordinal) },
        new("Organization", "Spending", PortalUrls.Spending, Icons.Material.Outlined.Savings),
    ];

    private static readonly NavItem[] Owner =
    [
        new("Organization", "Billing details", PortalUrls.BillingDetails, Icons.Material.Outlined.ReceiptLong),
        new("Organization", "Webhook", PortalUrls.OrganizationWebhook, Icons.Material.Outlined.Webhook),
    ];
}

/// <param name="Words">The same in words, for the hint and for whoever hears the menu.</param>
/// <param name="IsUrgent">Something of it should not wait.</param>
public readonly record struct NavCount(int Number, string Words, bool IsUrgent = false);
