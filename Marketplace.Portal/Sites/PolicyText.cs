using Marketplace.Sites;

namespace Marketplace.Portal.Sites;

/// <summary>What a site's policy does, in words.</summary>
internal static class PolicyText
{
    public static string Of(UpdateLevel level) => level switch
    {
        UpdateLevel.Manual => "Off",
        UpdateLevel.Security => "Security releases",
        UpdateLevel.Patch => "Security and patch releases",
        _ => "Security, patch and minor releases",
    };

    public static string Of(SuspensionResponse response) => response switch
    {
        SuspensionResponse.Warn => "Notify members",
        SuspensionResponse.BlockInstalls => "Notify members, and block installs and updates on the site",
        SuspensionResponse.Disable => "Notify members, and uninstall the module",
        _ => "Notify members, and roll the site back",
    };
}
