using System.ComponentModel;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Catalog.Rest;

/// <param name="Reason">Legacy, CriticalBugs or Other.</param>
/// <param name="ReplacementId">The package id of the module to use instead.</param>
public sealed record DeprecationResponse(string Reason, string Note, string? ReplacementId);

/// <param name="HostRange">The hosts it runs on.</param>
/// <param name="Notes">What is new, in Markdown.</param>
/// <param name="License">An SPDX expression; empty if it states none.</param>
/// <param name="Size">Of its package, in bytes.</param>
/// <param name="Downloads">Packages of it sent by the feed.</param>
/// <param name="TakenBack">Why it is no longer offered; null if it is.</param>
public sealed record ReleaseResponse(
    string Version, bool IsPrerelease, string HostRange, string Notes, string License, long Size, DateTime ReleasedAt, long Downloads,
    string? TakenBack, DeprecationResponse? Deprecation)
{
    internal static ReleaseResponse Of(VersionRow row) => new(
        row.Version, row.IsPrerelease, row.HostRange, row.ReleaseNotes, row.License, row.PackageSize, row.ApprovedAt, row.Downloads, row.Yank?.Reason,
        row.Deprecation is { } deprecation ? new(deprecation.Reason.ToString(), deprecation.Note, deprecation.ReplacementId) : null);
}

internal static class ReleasesResource
{
    public static void MapReleaseResource(this IEndpointRouteBuilder api) => api.MapGet("/modules/{id}/releases", ListAsync)
        .WithName("releases")
        .WithTags("Modules")
        .WithSummary("The available releases of a module, the highest version first; at most the 100 approved last.")
        .ProducesProblem(404);

    private static async Task<Results<Ok<PageResponse<ReleaseResponse>>, ProblemHttpResult>> ListAsync(
        [Description("Its package id, ignoring case.")] string id,
        [Description("The page, from 1.")] int? page,
        [Description("Releases on a page, 1 to 100; 20 without it.")] int? size,
        ModuleQueries modules, HttpContext context)
    {
        if (ApiResults.Refusal(page, size) is { } refusal)
        {
            return refusal;
        }

        var (number, most) = (page ?? 1, size ?? 20);
        return await modules.ReadAsync(context.User.Reader, id, null, context.RequestAborted) is { } details
            ? TypedResults.Ok(ApiResults.Page(
                context,
                new Page<VersionRow>([.. details.Versions.Skip((number - 1) * most).Take(most)], details.Versions.Count, number, most),
                ReleaseResponse.Of))
            : ApiResults.NoModule(id);
    }
}
