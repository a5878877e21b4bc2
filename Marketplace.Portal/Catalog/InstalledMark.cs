using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using NuGet.Versioning;

namespace Marketplace.Portal.Catalog;

/// <summary>Which version of a module the chosen site has. Markup for the same reason as <see cref="Svg"/>.</summary>
internal static class InstalledMark
{
    /// <param name="installed">The version it runs.</param>
    /// <param name="newer">The version an update would bring; null where there is none.</param>
    public static MarkupString Of(NuGetVersion installed, NuGetVersion? newer)
    {
        var (kind, icon) = newer is null ? ("", Icons.Material.Outlined.Check) : (" accent", Icons.Material.Outlined.Upgrade);
        var update = newer is null ? "" : $" {Svg.Of(Icons.Material.Outlined.ArrowForward, "to")} {Html.Encoded($"{newer}")}";
        return Markup.Of($"""<span class="badge{kind}">{Svg.Of(icon)}Installed {Html.Encoded($"{installed}")}{update}</span>""");
    }
}
