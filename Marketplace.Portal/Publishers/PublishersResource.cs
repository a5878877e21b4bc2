using System.ComponentModel;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Catalog.Rest;
using Marketplace.Portal.Http;
using Marketplace.Publishers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Publishers;

/// <param name="Domain">The domain that it has proved to hold.</param>
/// <param name="Modules">How many modules of it the reader may see.</param>
public sealed record PublisherResponse(string Name, bool IsVerified, string? Domain, DateTime Since, int Modules, string Url);

public sealed record PublisherDetailResponse(string Name, bool IsVerified, string? Domain, DateTime Since, PageResponse<ModuleResponse> Modules, string Url);

internal static class PublishersResource
{
    public static void MapPublisherResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/publishers", ListAsync)
            .WithName("publishers")
            .WithTags("Publishers")
            .WithSummary("Publishers with modules to show, by name.");
        api.MapGet("/publishers/{name}", ReadAsync)
            .WithName("publisher")
            .WithTags("Publishers")
            .WithSummary("A publisher and its modules by name, 20 on a page.")
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<PageResponse<PublisherResponse>>, ProblemHttpResult>> ListAsync(
        [Description("The page, from 1.")] int? page,
        [Description("Publishers on a page, 1 to 100; 20 without it.")] int? size,
        PublisherQueries publishers, HttpContext context) =>
        ApiResults.Refusal(page, size) is { } refusal
            ? refusal
            : TypedResults.Ok(ApiResults.Page(
                context,
                await publishers.ListAsync(context.User.Reader, page ?? 1, size ?? PublisherQueries.PageSize, context.RequestAborted),
                row => new PublisherResponse(row.Name, row.IsVerified, row.Domain, row.Since, row.Modules, Address(context, row.Name))));

    private static async Task<Results<Ok<PublisherDetailResponse>, ProblemHttpResult>> ReadAsync(
        [Description("Its name, exactly.")] string name,
        [Description("The page of its modules, from 1.")] int? page,
        PublisherQueries publishers, HttpContext context)
    {
        if (ApiResults.Refusal(page) is { } refusal)
        {
            return refusal;
        }

        name = PortalUrls.Name(name);
        return await publishers.ReadAsync(context.User.Reader, name, page ?? 1, context.RequestAborted) is { } publisher
            ? TypedResults.Ok(new PublisherDetailResponse(publisher.Name, publisher.IsVerified, publisher.Domain, publisher.Since,
                ApiResults.Page(context, publisher.Modules, row => ModuleResponse.Of(context.Request, row)), Address(context, publisher.Name)))
            : ApiResults.NotFound("publisher", $"There is no publisher “{name}”.", "The list of publishers names those that there are.");
    }

    private static string Address(HttpContext context, string name) => $"{context.Request.PathBase}{PortalUrls.Publisher(name)}";
}
