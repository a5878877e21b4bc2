using Marketplace.Planning;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Portal.Catalog;

/// <summary>How a module fits a site: the same words in search, on the module's page and in the plan. Markup for the same reason as <see cref="Svg"/>.</summary>
internal static class FitMark
{
    public static MarkupString Of(ModuleFit fit, string site) => new(
        $"""<div class="fit"><span class="state {Kind(fit)}">{Svg.Of(Icon(fit))}<span><b>{Html.Encoded(Words(fit, site))}</b> <span class="dim">{Html.Encoded(fit.Reason)}</span></span></span></div>""");

    private static string Kind(ModuleFit fit) => fit.Verdict switch { FitVerdict.Works => "success", FitVerdict.WithChanges => "warning", _ => "error" };

    private static string Icon(ModuleFit fit) => fit.Verdict switch
    {
        FitVerdict.Works => Icons.Material.Filled.CheckCircle,
        FitVerdict.WithChanges => Icons.Material.Filled.Error,
        _ => Icons.Material.Filled.Cancel,
    };

    private static string Words(ModuleFit fit, string site) => fit.Verdict switch
    {
        FitVerdict.Works => $"Works on {site}",
        FitVerdict.WithChanges => $"Works on {site} with changes",
        _ => $"Does not work on {site}",
    };
}
