using System.ComponentModel;
using Marketplace.Catalog;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Portal.Pricing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Catalog.Rest;

/// <param name="Downloads">Packages sent by the feed.</param>
/// <param name="Installs">How often it was installed on a site that did not have it.</param>
/// <param name="ActiveSites">Sites that have it now.</param>
/// <param name="RatingAverage">1 to 5; 0 without a rating.</param>
/// <param name="Score">Its quality, 0 to 100.</param>
public sealed record FiguresResponse(long Downloads, long Installs, int ActiveSites, int RatingCount, double RatingAverage, int Score);

/// <param name="Version">The version that a new client would get.</param>
/// <param name="Url">Its page, below the portal's address.</param>
public sealed record ModuleResponse(
    string Id, string Name, string Summary, string Category, string Publisher, bool IsVerified,
    string Version, bool IsPrerelease, DateTime UpdatedAt, FiguresResponse Figures, PriceResponse Price, string Url)
{
    internal static ModuleResponse Of(HttpRequest request, ModuleRow row) => new(
        row.PackageId, row.DisplayName, row.Summary, row.Category, row.Publisher, row.IsVerified, row.Version, row.IsPrerelease, row.UpdatedAt,
        new(
            row.Figures.Downloads, row.Figures.Installs, row.Figures.ActiveSites,
            row.Figures.RatingCount, row.Figures.RatingAverage, row.Figures.Score),
        PriceResponse.Of(row.Price), Address(request, row.PackageId));

    internal static string Address(HttpRequest request, string id) => $"{request.PathBase}{PortalUrls.Module(id)}";
}

/// <param name="Scope">What exactly it asks for, where the manifest says.</param>
public sealed record CapabilityResponse(string Name, IReadOnlyList<string> Scope);

/// <param name="Text">What the picture shows.</param>
public sealed record ScreenshotResponse(string Url, string Text);

/// <param name="Release">The version asked for, or the one that a new client would get.</param>
/// <param name="Sha256">Of its package, in lower-case hexadecimal.</param>
/// <param name="Readme">Markdown, as the publisher wrote it.</param>
public sealed record ModuleDetailResponse(
    ModuleResponse Module, ReleaseResponse Release, string Sha256, string Readme, IReadOnlyList<CapabilityResponse> Capabilities,
    IReadOnlyList<ScreenshotResponse> Screenshots, bool IsPrivate, DateTime? MaintainerSoughtAt);

internal static class ModuleResource
{
    public static void MapModuleResource(this IEndpointRouteBuilder api) => api.MapGet("/modules/{id}", ReadAsync)
        .WithName("module").WithTags("Modules").WithSummary("A module with one of its versions laid open.").ProducesProblem(404);

    private static async Task<Results<Ok<ModuleDetailResponse>, ProblemHttpResult>> ReadAsync(
        [Description("Its package id, ignoring case.")] string id,
        [Description("A version; the newest stable one without it.")] string? version,
        ModuleQueries modules, HttpContext context)
    {
        if (await modules.ReadAsync(context.User.Reader, id, version, context.RequestAborted) is not { } details)
        {
            return ApiResults.NoModule(id);
        }

        if (!details.HasVersion)
        {
            return ApiResults.NoRelease(details.Module.PackageId, version);
        }

        return TypedResults.Ok(new ModuleDetailResponse(
            ModuleResponse.Of(context.Request, details.Module), ReleaseResponse.Of(details.Shown), details.PackageHash, details.Readme,
            [.. details.Capabilities.Select(capability => new CapabilityResponse(capability.Name, capability.Scope))],
            [.. details.Images.Select(image => new ScreenshotResponse($"{context.Request.PathBase}{PortalUrls.Image(image.Hash)}", image.Text))],
            details.IsPrivate, details.MaintainerSoughtAt));
    }
}
