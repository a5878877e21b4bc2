using System.Globalization;
using Marketplace.Catalog;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Portal.Catalog;

/// <summary>A star, the average and how many rated. Markup for the same reason as <see cref="Svg"/>; figures need no encoding.</summary>
internal static class RatingMark
{
    public static MarkupString Of(FigureRow figures) => new(string.Create(CultureInfo.InvariantCulture,
        $"""<span class="rating" title="{figures.RatingAverage:0.0} of 5 by {CountText.Of(figures.RatingCount, "rating")}">{Svg.Of(Icons.Material.Filled.Star)}<span class="sr">Rated </span>{figures.RatingAverage:0.0}<span class="dim"> ({figures.RatingCount:#,0})</span></span>"""));
}
