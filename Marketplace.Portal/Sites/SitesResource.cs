using System.ComponentModel;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Sites;

/// <param name="Revision">The number of the active revision; 0 before the first operation.</param>
/// <param name="Modules">How many it has.</param>
public sealed record SiteResponse(long Id, string Name, string Organization, string HostVersion, int Revision, int Modules);

/// <param name="Newest">The newest release that its host takes; null where it has that.</param>
public sealed record SiteModuleResponse(string Id, string Version, string? Newest);

/// <param name="OpenOperation">The operation that is at work or waits; null where there is none.</param>
public sealed record SiteFacts(
    long Id, string Name, string Organization, string HostVersion, int Revision, long? OpenOperation,
    IReadOnlyList<SiteModuleResponse> Modules);

/// <param name="IsKept">It can be taken up again.</param>
/// <param name="Modules">Each as <c>id version</c>.</param>
public sealed record RevisionResponse(
    int Number, DateTime CreatedAt, string? By, string? Title, long? Operation, int? RestoredFrom,
    bool IsKept, IReadOnlyList<string> Modules);

internal static class SitesResource
{
    public static void MapSiteResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/sites", ListAsync)
            .WithName("sites")
            .WithSummary("The sites of your organizations, by their names, 100 on a page.");
        api.MapGet("/sites/{id}", ReadAsync)
            .WithName("site")
            .WithSummary("A site with its modules.")
            .ProducesProblem(404);
        api.MapGet("/sites/{id}/revisions", RevisionsAsync)
            .WithName("revisions")
            .WithSummary("The history of a site: its newest 50 revisions, newest first.")
            .ProducesProblem(404);
    }

    public static ProblemHttpResult NoSite(long id) =>
        ApiResults.NotFound("site", $"There is no site {id} of yours.", "GET /api/v1/sites lists those that there are.");

    private static async Task<Ok<SiteResponse[]>> ListAsync([Description("From 1.")] int? page, SiteQueries sites, HttpContext context)
    {
        var found = await sites.ListAsync(context.User.Actor, ListQuery.First with { Page = page ?? 1, Size = Paging.MaxSize }, context.RequestAborted);
        return TypedResults.Ok(found.Rows.Select(s => new SiteResponse(s.Id, s.Name, s.Organization, s.HostVersion, s.Revision, s.Modules)).ToArray());
    }

    private static async Task<Results<Ok<SiteFacts>, ProblemHttpResult>> ReadAsync(
        [Description("Its number.")] long id, SiteQueries sites, HttpContext context) =>
        await sites.ReadAsync(context.User.Actor, id, context.RequestAborted) is { } site
            ? TypedResults.Ok(new SiteFacts(
                site.Id, site.Name, site.Organization, site.HostVersion, site.Revision, site.OpenOperation,
                [.. site.Modules.Select(m => new SiteModuleResponse(m.Id, m.Version, m.Newer))]))
            : NoSite(id);

    private static async Task<Results<Ok<RevisionResponse[]>, ProblemHttpResult>> RevisionsAsync(
        [Description("The site's number.")] long id, SiteQueries sites, HttpContext context) =>
        await sites.ReadAsync(context.User.Actor, id, context.RequestAborted) is { } site
            ? TypedResults.Ok(site.Revisions
                .Select(r => new RevisionResponse(r.Number, r.CreatedAt, r.By, r.Title, r.OperationId, r.RestoredFrom, r.IsKept, r.Modules))
                .ToArray())
            : NoSite(id);
}
