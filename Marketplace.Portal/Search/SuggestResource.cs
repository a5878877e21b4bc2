using System.ComponentModel;
using Marketplace.Portal.Catalog.Rest;
using Marketplace.Portal.Http;
using Marketplace.Search;
using Marketplace.Search.Index;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Search;

public sealed record SuggestionResponse(string Id, string Name, string Publisher, string Url);

/// <param name="Name">What it is called on the pages.</param>
/// <param name="Value">What search takes: a publisher's name, a category's slug, a tag.</param>
/// <param name="Url">The page with its modules.</param>
public sealed record SuggestedLabel(string Name, string Value, string Url);

public sealed record SuggestionItems(
    IReadOnlyList<SuggestionResponse> Modules, IReadOnlyList<SuggestedLabel> Publishers,
    IReadOnlyList<SuggestedLabel> Categories, IReadOnlyList<SuggestedLabel> Tags);

internal static class SuggestResource
{
    private const int Most = 10;

    public static void MapSuggestResource(this IEndpointRouteBuilder api) => api.MapGet("/suggest", SuggestAsync)
        .WithName("suggest")
        .WithTags("Search")
        .WithSummary("The best few public modules, publishers, categories and tags for the beginning of a word, "
            + "for lists that open while someone types.");

    private static async Task<Results<Ok<SuggestionItems>, ProblemHttpResult>> SuggestAsync(
        [Description("What is typed so far. Nothing suggests nothing.")] string? q,
        [Description("How many of each kind at most, 1 to 10; 5 without it.")] int? count,
        CatalogSearch catalog, HttpContext context)
    {
        if (count is < 1 or > Most)
        {
            return ApiResults.Problem(400, "count", $"{count} suggestions cannot be asked for.", $"Ask for 1 to {Most}.");
        }

        var found = string.IsNullOrWhiteSpace(q) ? new Suggestions([]) : await catalog.SuggestAsync(q.Trim(), count ?? 5, null, context.RequestAborted);
        var root = context.Request.PathBase.Value;
        return TypedResults.Ok(new SuggestionItems(
            [.. found.Modules.Select(row => new SuggestionResponse(
                row.PackageId, row.DisplayName, row.Publisher, ModuleResponse.Address(context.Request, row.PackageId)))],
            [.. found.Publishers.Select(name => new SuggestedLabel(name, name, root + PortalUrls.Publisher(name)))],
            [.. found.Categories.Select(category => new SuggestedLabel(category.Title, category.Slug, root + PortalUrls.Browse(category: category.Slug)))],
            [.. found.Tags.Select(tag => new SuggestedLabel(tag, tag, root + PortalUrls.Browse($"tag:{tag}")))]));
    }
}
