using System.ComponentModel;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Insight;

/// <param name="Version">Null for the versions of fewer than three clients each, added up.</param>
public sealed record VersionUseResponse(string Module, string? Version, int Sites);

/// <param name="Released">The day on which it was approved.</param>
/// <param name="Shares">
/// Of the sites with the module the share that ran it, from 0 to 1, by day after its release from that day on; null on days with
/// too few sites to say.
/// </param>
public sealed record AdoptionResponse(string Version, DateOnly Released, IReadOnlyList<double?> Shares);

/// <summary>What sites have, and how it came there.</summary>
/// <param name="Versions">Those on most sites first.</param>
/// <param name="Adoption">Of the five newest releases of the module; empty where it is not about one module, or where too few clients have it.</param>
public sealed record AnalyticsResponse(PageResponse<VersionUseResponse> Versions, IReadOnlyList<AdoptionResponse> Adoption);

/// <param name="Kind"><c>Installed</c>, <c>Updated</c> for any other version, or <c>Removed</c>.</param>
/// <param name="Revision">The revision of the site that has it.</param>
/// <param name="By">In whose name, or <c>Update policy</c>.</param>
/// <param name="RestoredFrom">The earlier revision that was taken up again by it.</param>
public sealed record ModuleEventResponse(
    string Kind, long Site, string SiteName, int Revision, DateTime At, string? From, string? To,
    long? Operation, string? By, int? RestoredFrom);

internal static class AnalyticsResource
{
    public static void MapAnalyticsResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/analytics", AllAsync)
            .WithName("analytics")
            .WithSummary("Versions in use on all sites; for operators who are signed in.");
        api.MapGet("/sites/analytics", OwnAsync)
            .WithName("site-analytics")
            .WithSummary("Versions in use on your sites, and with a module how its releases spread over them.")
            .ProducesProblem(404);
        api.MapGet("/modules/{id}/analytics", ModuleAsync)
            .WithName("module-analytics")
            .WithSummary("Versions in use of a module of yours and how its releases spread, on all sites; no client is named.")
            .ProducesProblem(404);
        api.MapGet("/modules/{id}/history", HistoryAsync)
            .WithName("module-history")
            .WithSummary("When a module was installed, updated and removed on your sites, newest first.");
    }

    private static async Task<Results<Ok<AnalyticsResponse>, ProblemHttpResult>> AllAsync(
        [Description("The page, from 1.")] int? page, VersionsInUse versions, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : await versions.ReadAsync(context.User.Actor, new StatisticsScope.AllSites(), At(page), context.RequestAborted) is { } rows
            ? TypedResults.Ok(Item(context, rows, []))
        : StatisticsResource.NotOperator();

    private static async Task<Results<Ok<AnalyticsResponse>, ProblemHttpResult>> OwnAsync(
        [Description("The number of one of your organizations.")] long? organization,
        [Description("The package id of a module.")] string? module,
        [Description("The page, from 1.")] int? page,
        VersionsInUse versions, ModuleHistory history, HttpContext context)
    {
        if (ApiResults.Refusal(page) is { } refusal)
        {
            return refusal;
        }

        var actor = context.User.Actor;
        return await versions.ReadAsync(actor, new StatisticsScope.OfClient(organization, module), At(page), context.RequestAborted) is { } rows
            ? TypedResults.Ok(Item(context, rows, module is null ? [] : await history.AdoptionAsync(actor, module, organization, context.RequestAborted)))
            : StatisticsResource.NoClient();
    }

    private static async Task<Results<Ok<AnalyticsResponse>, ProblemHttpResult>> ModuleAsync(
        [Description("The package id.")] string id, VersionsInUse versions, AdoptionCurves curves, HttpContext context) =>
        await versions.ReadAsync(
            context.User.Actor, new StatisticsScope.OfModule(id), ListQuery.First with { Size = Paging.MaxSize }, context.RequestAborted) is { } rows
            ? TypedResults.Ok(Item(context, rows, await curves.ReadAsync(context.User.Actor, id, context.RequestAborted) ?? []))
            : StatisticsResource.NotYours(id);

    private static async Task<Results<Ok<PageResponse<ModuleEventResponse>>, ProblemHttpResult>> HistoryAsync(
        [Description("The package id.")] string id,
        [Description("The page, from 1.")] int? page,
        ModuleHistory history, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : TypedResults.Ok(ApiResults.Page(context, await history.ReadAsync(context.User.Actor, id, At(page), context.RequestAborted), e =>
            new ModuleEventResponse(
                e.From is null ? "Installed" : e.To is null ? "Removed" : "Updated",
                e.SiteId, e.Site, e.Revision, e.At, e.From, e.To, e.OperationId, e.By, e.RestoredFrom)));

    private static ListQuery At(int? page) => ListQuery.First with { Page = page ?? 1 };

    private static AnalyticsResponse Item(HttpContext context, Page<VersionUse> versions, IReadOnlyList<AdoptionCurve> curves) => new(
        ApiResults.Page(context, versions, v => new VersionUseResponse(v.PackageId, v.Version, v.Sites)),
        [.. curves.Select(c => new AdoptionResponse(c.Version, c.Released, c.Shares))]);
}
