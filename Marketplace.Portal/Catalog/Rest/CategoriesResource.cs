using Marketplace.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Catalog.Rest;

/// <param name="Parent">The slug of the category above it; null on the first of the two levels.</param>
/// <param name="Modules">How many public modules name it; those of categories below it are not counted.</param>
public sealed record CategoryResponse(string Slug, string Title, string? Parent, int Modules);

internal static class CategoriesResource
{
    public static void MapCategoryResource(this IEndpointRouteBuilder api) => api.MapGet("/categories", ListAsync)
        .WithName("categories").WithTags("Categories").WithSummary("All categories in two levels, each of the first followed by those below it.");

    private static async Task<Ok<IReadOnlyList<CategoryResponse>>> ListAsync(CategoryQueries categories, HttpContext context) =>
        TypedResults.Ok<IReadOnlyList<CategoryResponse>>([.. (await categories.ReadAsync(context.RequestAborted))
            .Select(row => new CategoryResponse(row.Slug, row.Title, row.ParentSlug, row.Modules))]);
}
