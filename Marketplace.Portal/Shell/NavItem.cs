using Marketplace.Accounts;
using Marketplace.Portal.Accounts;
using MudBlazor;

namespace Marketplace.Portal.Shell;

/// <summary>A page one can go to from anywhere, in the menu and by name.</summary>
/// <param name="Section">The heading it stands under; empty for the first ones.</param>
/// <param name="IsExact">It is not the place of the addresses below its own.</param>
/// <param name="Leaves">It leads out of the app's own routes, so the browser loads it.</param>
public sealed record NavItem(string Section, string Text, string Href, string Icon, bool IsExact = false, bool Leaves = false)
{
    /// <summary>Only what the person may use.</summary>
    public static IReadOnlyList<NavItem> For(Person? person) =>
    [
        new("", "Browse", PortalUrls.Home, Icons.Material.Outlined.Storefront, IsExact: true),
        .. person is { IsClient: true } ? Client : [],
        .. Own(person),
        .. person is { Publishes: true } ? Publisher : [],
        .. person?.Staff is not null ? Moderator : [],
        .. person?.Staff is StaffRole.Operator ? Operator : [],
        .. person is { Organizations.Count: > 0 } ? Member : [],
    ];

    private static readonly NavItem[] Client =
    [
        new("", "Sites", PortalUrls.Sites, Icons.Material.Outlined.Dns),
        new("", "Operations", PortalUrls.Operations, Icons.Material.Outlined.Sync),
        new("", "Site statistics", PortalUrls.SiteStatistics, Icons.Material.Outlined.BarChart),
        new("", "Licenses", PortalUrls.OwnLicenses, Icons.Material.Outlined.Key),
    ];

    private static IEnumerable<NavItem> Own(Person? person)
    {
        PersonOrganization[] own = [.. (person?.Organizations ?? []).Where(o => o.Publishes)];
        return
            from publisher in own
            let text = own.Length is 1 ? "My modules" : $"Modules of {publisher.Name}"
            select new NavItem("Publishing", text, PortalUrls.Publisher(publisher.Name), Icons.Material.Outlined.Extension);
    }

    private static readonly NavItem[] Publisher =
    [
        new("Publishing", "Submissions", PortalUrls.Submissions, Icons.Material.Outlined.Inventory2),
        new("Publishing", "Submit", PortalUrls.Submit, Icons.Material.Outlined.UploadFile),
        new("Publishing", "Domain", PortalUrls.Domains, Icons.Material.Outlined.Verified),
    ];

    private static readonly NavItem[] Moderator =
    [
        new("Moderation", "Queue", PortalUrls.Queue, Icons.Material.Outlined.Rule),
        new("Moderation", "Collections", PortalUrls.Collections, Icons.Material.Outlined.CollectionsBookmark),
    ];

    private static readonly NavItem[] Operator =
    [
        new("Installation", "Categories", PortalUrls.Categories, Icons.Material.Outlined.Category),
        new("Installation", "Statistics", PortalUrls.Statistics, Icons.Material.Outlined.BarChart, IsExact: true),
        new("Installation", "Searches", PortalUrls.Searches, Icons.Material.Outlined.ManageSearch),
        new("Installation", "Jobs", PortalUrls.Jobs, Icons.Material.Outlined.MonitorHeart, Leaves: true),
    ];

    private static readonly NavItem[] Member =
    [
        new("Organization", "Members", PortalUrls.Members, Icons.Material.Outlined.Group),
        new("Organization", "API keys", PortalUrls.ApiKeys, Icons.Material.Outlined.VpnKey),
    ];
}
