using Marketplace.Catalog;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Portal.Pricing;

/// <summary>The list price of a card, and its tiers below. Markup for the same reason as <see cref="Svg"/>.</summary>
internal static class PriceMark
{
    public static MarkupString Of(ListPrice price)
    {
        var amount = price.IsFree ? "Free" : price.Amount is { } some ? $"{(price.IsByUsage ? "From " : "")}{Format.Amount(some)}" : PriceText.OnRequest;
        var per = price is { Amount: not null, Per.Length: > 0 } ? $"""<span class="small"> / {Html.Encoded(price.Per)}</span>""" : "";
        var tiers = PriceText.Tiers(price) is { Length: > 0 } words ? $"""<span class="small tiers">{Html.Encoded(words)}</span>""" : "";
        return Markup.Of($"""<span class="price"><b>{Html.Encoded(amount)}</b>{per}</span>{tiers}""");
    }
}
