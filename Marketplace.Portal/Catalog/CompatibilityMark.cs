using Marketplace.Planning;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Portal.Catalog;

/// <summary>
/// How a module fits a site: the same words in search, on the module's page and in the plan. Markup for the same reason as
/// <see cref="Svg"/>.
/// </summary>
internal static class CompatibilityMark
{
    public static MarkupString Of(ModuleCompatibility fit, string site)
    {
        var (kind, icon) = (Kind(fit), Svg.Of(Icon(fit)));
        var (words, reason) = (Html.Encoded(Words(fit, site)), Html.Encoded(fit.Reason));
        return Markup.Of(
            $"""<div class="fit"><span class="state {kind}">{icon}<span><b>{words}</b> <span class="dim">{reason}</span></span></span></div>""");
    }

    private static string Kind(ModuleCompatibility fit) =>
        fit.Verdict switch { FitVerdict.Works => "success", FitVerdict.WithChanges => "warning", _ => "error" };

    private static string Icon(ModuleCompatibility fit) => fit.Verdict switch
    {
        FitVerdict.Works => Icons.Material.Filled.CheckCircle,
        FitVerdict.WithChanges => Icons.Material.Filled.Error,
        _ => Icons.Material.Filled.Cancel,
    };

    private static string Words(ModuleCompatibility fit, string site) => fit.Verdict switch
    {
        FitVerdict.Works => $"Works on {site}",
        FitVerdict.WithChanges => $"Works on {site} with changes",
        _ => $"Does not work on {site}",
    };
}
