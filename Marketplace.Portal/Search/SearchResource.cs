using System.ComponentModel;
using Marketplace.Catalog;
using Marketplace.Portal.Catalog.Rest;
using Marketplace.Portal.Http;
using Marketplace.Search;
using Marketplace.Search.Index;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Portal.Search;

/// <summary>What may be asked of a search: the words and filters of the page on which people browse.</summary>
internal sealed class SearchRequest
{
    [Description("Words, with the syntax of the search box: publisher:acme tag:billing license:MIT \"exact words\" -word. "
        + "At most 100 characters and eight words, phrases and filters count.")]
    public string? Q { get; init; }

    [FromQuery(Name = "category"), Description("Slugs of categories; any of them.")]
    public string[]? Category { get; init; }

    [FromQuery(Name = "publisher"), Description("Names of publishers; any of them.")]
    public string[]? Publisher { get; init; }

    [FromQuery(Name = "without"), Description("Capabilities none of which the module may ask for.")]
    public string[]? Without { get; init; }

    [FromQuery(Name = "price"), Description("Kinds of price in one of which it can be had: free, one-time, subscription.")]
    public string[]? Price { get; init; }

    [FromQuery(Name = "tier"), Description("Tiers, one of which is offered: free, basic, premium, enterprise, custom.")]
    public string[]? Tier { get; init; }

    [FromQuery(Name = "license"), Description("SPDX license expressions; any of them.")]
    public string[]? License { get; init; }

    [FromQuery(Name = "host"), Description("Major versions of hosts; it runs on one of them.")]
    public int[]? Host { get; init; }

    [Description("Only modules of verified publishers.")]
    public bool? Verified { get; init; }

    [Description("Updated within so many days.")]
    public int? Updated { get; init; }

    [Description("With at least so many stars, 1 to 5.")]
    public int? Rating { get; init; }

    [Description("relevance (the default), installs, rating, updated, price (by what the first year costs, free first) or name.")]
    public string? Sort { get; init; }

    [Description("The page, from 1; a page has 20 modules.")]
    public int? Page { get; init; }

    /// <summary>Null where the order is not known.</summary>
    public CatalogQuery? ToQuery() =>
        (Enum.TryParse<CatalogSort>(Sort ?? nameof(CatalogSort.Relevance), ignoreCase: true, out var sort) && Enum.IsDefined(sort)) ? new CatalogQuery
        {
            Text = Q?.Trim() ?? "", Categories = Category ?? [], Publishers = Publisher ?? [], Without = Without ?? [],
            Prices = Price ?? [], Tiers = Tier ?? [], Licenses = License ?? [], Hosts = Host ?? [],
            Verified = Verified ?? false, UpdatedWithin = Updated, MinRating = Rating, Sort = sort, Page = Page ?? 1,
        } : null;
}

/// <param name="Meant">A better spelling where what was searched for is found nowhere.</param>
/// <param name="Notes">What was taken otherwise than it may have been meant.</param>
public sealed record SearchResponse(PageResponse<ModuleResponse> Modules, FacetsResponse Facets, string? Meant, IReadOnlyList<string> Notes);

/// <param name="Count">How many modules the value would leave.</param>
public sealed record FacetResponse(string Value, int Count);

/// <summary>Each facet is counted as if it were not chosen itself.</summary>
public sealed record FacetsResponse(
    IReadOnlyList<FacetResponse> Category, IReadOnlyList<FacetResponse> Price, IReadOnlyList<FacetResponse> Tier,
    IReadOnlyList<FacetResponse> Publisher, IReadOnlyList<FacetResponse> Without, IReadOnlyList<FacetResponse> License,
    IReadOnlyList<FacetResponse> Host);

internal static class SearchResource
{
    public static void MapSearchResource(this IEndpointRouteBuilder api) => api.MapGet("/search", FindAsync)
        .WithName("search").WithTags("Search").WithSummary("Searches public modules by words and filters, with facets.");

    private static async Task<Results<Ok<SearchResponse>, ProblemHttpResult>> FindAsync(
        [AsParameters] SearchRequest asked, CatalogSearch catalog, HttpContext context)
    {
        if (ApiResults.Refusal(asked.Page) is { } refusal)
        {
            return refusal;
        }

        if (asked.ToQuery() is not { } query)
        {
            return ApiResults.Problem(400, "sort", $"There is no order “{asked.Sort}”.", "Sort by relevance, installs, rating, updated, price or name.");
        }

        var found = await catalog.FindAsync(query, null, context.RequestAborted);
        var facets = found.Facets;
        return TypedResults.Ok(new SearchResponse(
            ApiResults.Page(context, found.Page, row => ModuleResponse.Of(context.Request, row)),
            new(
                Items(facets.Categories), Items(facets.Prices), Items(facets.Tiers), Items(facets.Publishers),
                Items(facets.Without), Items(facets.Licenses), Items(facets.Hosts)),
            found.Meant, found.Notes));
    }

    private static IReadOnlyList<FacetResponse> Items(IReadOnlyList<FacetValue> values) =>
        [.. values.Select(value => new FacetResponse(value.Name, value.Count))];
}
