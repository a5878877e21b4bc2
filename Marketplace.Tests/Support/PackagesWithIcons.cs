using Marketplace.Tests.Sdk.Packages;

namespace Marketplace.Tests.Support;

/// <summary>Packages of Acme.Mail that bring an icon.</summary>
internal static class PackagesWithIcons
{
    public static byte[] Package(string version, byte[] icon, string name = "icon.png")
    {
        var zip = Attack.Replace(Attack.Sound.With(new HostileEntry(name, icon)), Attack.Nuspec, "</metadata>", $"<icon>{name}</icon></metadata>");
        return Attack.Replace(zip, Attack.Nuspec, "<version>1.0.0</version>", $"<version>{version}</version>").Write();
    }
}
