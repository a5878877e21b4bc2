using Marketplace.Catalog;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Portal.Catalog;

/// <summary>A star, the average and how many rated. Markup for the same reason as <see cref="Svg"/>; figures need no encoding.</summary>
internal static class RatingMark
{
    public static MarkupString Of(FigureRow figures)
    {
        var average = Format.Number(figures.RatingAverage, "0.0");
        var by = CountText.Of(figures.RatingCount, "rating");
        var star = Svg.Of(Icons.Material.Filled.Star);
        var count = Format.Count(figures.RatingCount);
        return Markup.Of(
            $"""<span class="rating" title="{average} of 5 by {by}">{star}<span class="sr">Rated </span>{average}<span class="dim"> ({count})</span></span>""");
    }
}
