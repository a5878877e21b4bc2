using Marketplace.Catalog;
using Marketplace.Portal.Catalog;
using Marketplace.Portal.Pricing;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Portal.Search;

/// <summary>Says what a kept search looks for: “invoice”, Finance, No network.</summary>
public static class SavedSearchText
{
    /// <param name="address">The query of the address of the search.</param>
    public static string Of(string address, CategoryTitles titles) => QueryHelpers.ParseQuery(address)
        .SelectMany(part => part.Value, (part, value) => Word(part.Key, value ?? "", titles)).OfType<string>().ToList() is { Count: > 0 } words
            ? string.Join(", ", words) : "Everything";

    // Order and page do not change what is found.
    private static string? Word(string name, string value, CategoryTitles titles) => name switch
    {
        "q" => $"“{value}”",
        "category" => titles.Of(value),
        "publisher" => value,
        "without" => CapabilityText.Without(value),
        "price" => PriceText.Kind(value),
        "tier" => $"{PriceText.Tier(value)} tier",
        "license" => $"{value} license",
        "host" => FacetColumn.HostText(value),
        "verified" => "Verified only",
        "updated" => FacetColumn.UpdatedText(value),
        "rating" => FacetColumn.RatingText(value),
        _ => null,
    };
}
