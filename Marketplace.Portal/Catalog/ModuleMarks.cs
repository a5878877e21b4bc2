using Marketplace.Catalog;
using Marketplace.Planning;
using Marketplace.Portal.Pricing;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Portal.Catalog;

/// <summary>What stands on a module's card around its name, in pieces of markup.</summary>
internal static class ModuleMarks
{
    /// <summary>Its id, and which version the chosen site has.</summary>
    public static MarkupString Beside(ModuleRow module, ModuleCompatibility? fit)
    {
        var id = Html.Encoded(module.PackageId);
        var installed = fit?.Installed is { } version ? InstalledMark.Of(version, fit.Newer) : default;
        return Markup.Of($"""<code class="ellipsis" title="{id}">{id}</code>{installed}""");
    }

    /// <summary>What it does, by whom it is, how it is rated, how often it is installed, why it ranks where it does, how it fits the chosen site.</summary>
    public static MarkupString Below(ModuleRow module, IReadOnlyList<string> words, ModuleCompatibility? fit, string? site)
    {
        var icon = ModuleIcon.OfPublisher(module.PublisherIcon, 16);
        var rating = module.Figures.RatingCount > 0 ? RatingMark.Of(module.Figures) : default;
        var compatibility = fit is not null && site is not null ? CompatibilityMark.Of(fit, site) : default;
        // The sentence is our own words and figures.
        var why = module.Ranking is { } ranking
            ? $"""<details class="why"><summary>Why it ranks here</summary><span>{RankingText.Sentence(ranking)}</span></details>"""
            : "";
        return Markup.Of(
            $"""<p class="summary">{Highlight.In(module.Summary, words)}</p><div class="by">"""
            + $"""<span class="d-inline-flex align-center gap-1">{icon}{Html.Encoded(module.Publisher)}{Svg.Verified(module.IsVerified)}</span>{rating}"""
            + $"""<span class="d-inline-flex align-center gap-1">"""
            + $"""{Svg.Of(Icons.Material.Outlined.Download)}{CountText.Of(module.Figures.Installs, "install")}</span>"""
            + $"""<span class="wide">{Html.Encoded(module.CategoryTitle)}</span>{why}</div>{compatibility}""");
    }

    /// <summary>Its price, its newest version and when that came.</summary>
    public static MarkupString Cost(ModuleRow module, DateTime now)
    {
        var prerelease = module.IsPrerelease ? """<span class="badge info">Prerelease</span>""" : "";
        var newest = $"""<span class="small when">{Html.Encoded(module.Version)} · {RelativeTime.Of(module.UpdatedAt, now)}</span>""";
        return Markup.Of($"""<div class="cost">{PriceMark.Of(module.Price)}{prerelease}{newest}</div>""");
    }
}
