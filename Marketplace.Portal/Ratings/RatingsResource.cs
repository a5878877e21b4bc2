using System.ComponentModel;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Ratings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Ratings;

/// <param name="Organization">Which organization wrote it; it has or had the module on a site.</param>
/// <param name="Rating">1 to 5.</param>
/// <param name="Version">What it had then.</param>
/// <param name="Answer">The publisher's one answer.</param>
public sealed record RatingResponse(
    long Id, string Organization, int Rating, string Text, string Version, DateTime WrittenAt, DateTime? EditedAt,
    string? Answer, DateTime? AnsweredAt);

internal static class RatingsResource
{
    public static void MapReviewResource(this IEndpointRouteBuilder api) => api.MapGet("/modules/{id}/reviews", ListAsync)
        .WithName("reviews").WithTags("Modules").WithSummary("The reviews of a module, newest first.").ProducesProblem(404);

    private static async Task<Results<Ok<PageResponse<RatingResponse>>, ProblemHttpResult>> ListAsync(
        [Description("Its package id, ignoring case.")] string id,
        [Description("The page, from 1.")] int? page,
        [Description("Reviews on a page, 1 to 100; 10 without it.")] int? size,
        ModuleRatings reviews, HttpContext context)
    {
        if (ApiResults.Refusal(page, size) is { } refusal)
        {
            return refusal;
        }

        return await reviews.ListAsync(context.User.Reader, id, page ?? 1, context.RequestAborted, size ?? ModuleRatings.PageSize) is { } rows
            ? TypedResults.Ok(ApiResults.Page(context, rows.Page, row => new RatingResponse(
                row.Id, row.Organization, row.Rating, row.Text, row.Version, row.WrittenAt, row.EditedAt, row.Answer, row.AnsweredAt)))
            : ApiResults.NoModule(id);
    }
}
