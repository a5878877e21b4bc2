using System.ComponentModel;
using Marketplace.Catalog;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Catalog.Rest;

/// <param name="Name">Null where the catalog has no such module to show.</param>
/// <param name="Range">The versions that are needed.</param>
public sealed record NeedResponse(string Id, string? Name, string Range);

/// <param name="Version">Its newest version that needs this module.</param>
public sealed record NeededByResponse(string Id, string? Name, string Version, string Range);

/// <param name="Version">The version whose needs these are.</param>
/// <param name="NeededBy">At most 100 modules, by id.</param>
public sealed record DependenciesResponse(string Version, IReadOnlyList<NeedResponse> Needs, IReadOnlyList<NeededByResponse> NeededBy);

internal static class DependenciesResource
{
    public static void MapDependencyResource(this IEndpointRouteBuilder api) => api.MapGet("/modules/{id}/dependencies", ReadAsync)
        .WithName("dependencies").WithTags("Modules").WithSummary("Which modules a version needs, and which need the module.").ProducesProblem(404);

    private static async Task<Results<Ok<DependenciesResponse>, ProblemHttpResult>> ReadAsync(
        [Description("Its package id, ignoring case.")] string id,
        [Description("A version; the newest stable one without it.")] string? version,
        ModuleQueries modules, HttpContext context)
    {
        var (reader, cancel) = (context.User.Reader, context.RequestAborted);
        if (await modules.ReadAsync(reader, id, version, cancel) is not { } details)
        {
            return ApiResults.NoModule(id);
        }

        if (!details.HasVersion)
        {
            return ApiResults.NoRelease(details.Module.PackageId, version);
        }

        var needs = await modules.NeedsAsync(reader, details.PackageHash, cancel);
        var neededBy = await modules.NeededByAsync(reader, id, cancel);
        return TypedResults.Ok(new DependenciesResponse(
            details.Shown.Version,
            [.. needs.Select(need => new NeedResponse(need.PackageId, need.DisplayName, need.Range))],
            [.. neededBy.Select(need => new NeededByResponse(need.PackageId, need.DisplayName, need.Version, need.Range))]));
    }
}
