using Marketplace.Catalog;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Scanning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Catalog;

/// <summary>Serves screenshots by their hash. They never change, but are withdrawn with their release.</summary>
internal static class ImageEndpoint
{
    public static void MapImages(this IEndpointRouteBuilder app) =>
        app.MapGet(PortalUrls.Image("{hash:length(64)}"), GetAsync).RequireAuthorization(Policies.Reading);

    private static async Task<Results<FileStreamHttpResult, NotFound>> GetAsync(
        string hash, ModuleQueries modules, PackageIntegrity packages, HttpContext context)
    {
        var cancel = context.RequestAborted;
        Marketplace.Accounts.Actor? visitor = context.User.IsSignedIn ? context.User.Actor : null;
        if (await modules.ImageAsync(visitor, hash, cancel) is not var (type, isPublic) || await packages.OpenAsync(hash, cancel) is not { } image)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = Caching.Withdrawable(isPublic);
        return TypedResults.File(image, type, entityTag: new($"\"{hash}\""));
    }
}
