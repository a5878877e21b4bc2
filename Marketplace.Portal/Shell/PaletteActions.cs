using Marketplace.Portal.Accounts;
using MudBlazor;

namespace Marketplace.Portal.Shell;

/// <summary>What a person can begin from anywhere.</summary>
internal static class PaletteActions
{
    public static IEnumerable<PaletteItem> For(Person? person) =>
    [
        .. person is { IsClient: true } ? Client : [],
        .. person is { Publishes: true } ? Publisher : [],
        .. person is { Organizations.Count: > 0 } ? Member : [],
    ];

    private static readonly PaletteItem[] Client =
    [
        new("Actions", "Add a site", "", PortalUrls.NewSite, Icons.Material.Outlined.Add),
        new("Actions", "Change many sites", "", PortalUrls.NewBatch, Icons.Material.Outlined.LibraryAddCheck),
    ];

    private static readonly PaletteItem[] Publisher = [new("Actions", "Submit a package", "", PortalUrls.Submit, Icons.Material.Outlined.UploadFile)];

    private static readonly PaletteItem[] Member =
    [
        new("Actions", "Invite a member", "", PortalUrls.Members, Icons.Material.Outlined.PersonAdd),
        new("Actions", "Create an API key", "", PortalUrls.ApiKeys, Icons.Material.Outlined.VpnKey),
    ];
}
