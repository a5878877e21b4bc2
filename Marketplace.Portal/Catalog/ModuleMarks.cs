using Marketplace.Catalog;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Portal.Catalog;

/// <summary>What stands on a module's card beside its name and summary, each as one piece of markup: a card's tree keeps to half the size by that.</summary>
internal static class ModuleMarks
{
    /// <summary>By whom it is, how it is rated, how often it is installed, of which category it is and why it ranks where it does.</summary>
    public static MarkupString By(ModuleRow module)
    {
        var icon = ModuleIcon.OfPublisher(module.PublisherIcon, 16);
        var rating = module.Figures.RatingCount > 0 ? RatingMark.Of(module.Figures) : default;
        // The sentence is our own words and figures.
        var why = module.Ranking is { } ranking
            ? $"""<details class="why"><summary>Why it ranks here</summary><span>{RankingText.Sentence(ranking)}</span></details>"""
            : "";
        return Markup.Of(
            $"""<span class="publisher">{icon}{Html.Encoded(module.Publisher)}{Svg.Verified(module.IsVerified)}</span>{rating}"""
            + $"""<span class="installs">{Svg.Of(Icons.Material.Outlined.Download)}{CountText.Of(module.Figures.Installs, "install")}</span>"""
            + $"""<span class="wide">{Html.Encoded(module.CategoryTitle)}</span>{why}""");
    }

    /// <summary>Its newest version and when that came.</summary>
    public static MarkupString When(ModuleRow module, DateTime now) =>
        Markup.Of($"""<span class="small when">{Html.Encoded(module.Version)} · {RelativeTime.Of(module.UpdatedAt, now)}</span>""");
}
