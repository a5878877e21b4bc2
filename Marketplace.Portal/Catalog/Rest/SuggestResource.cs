using System.ComponentModel;
using Marketplace.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Catalog.Rest;

public sealed record SuggestionItem(string Id, string Name, string Publisher, string Url);

internal static class SuggestResource
{
    private const int Most = 10;

    public static void MapSuggestions(this IEndpointRouteBuilder api) => api.MapGet("/suggest", SuggestAsync)
        .WithName("suggest").WithTags("Search").WithSummary("The best few public modules for the beginning of a word, for lists that open while somebody types.");

    private static async Task<Results<Ok<IReadOnlyList<SuggestionItem>>, ProblemHttpResult>> SuggestAsync(
        [Description("What is typed so far. Nothing suggests nothing.")] string? q, [Description("How many at most, 1 to 10; 5 without it.")] int? count, CatalogSearch catalog, HttpContext context)
    {
        if (count is < 1 or > Most)
        {
            return RestAnswers.Problem(400, "count", $"{count} suggestions cannot be asked for.", $"Ask for 1 to {Most}.");
        }

        var found = string.IsNullOrWhiteSpace(q) ? [] : (await catalog.SuggestAsync(q.Trim(), count ?? 5, null, context.RequestAborted)).Modules;
        return TypedResults.Ok<IReadOnlyList<SuggestionItem>>([.. found.Select(row => new SuggestionItem(row.PackageId, row.DisplayName, row.Publisher, ModuleItem.Address(context.Request, row.PackageId)))]);
    }
}
