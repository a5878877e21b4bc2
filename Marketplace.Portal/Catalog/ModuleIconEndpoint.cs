using Marketplace.Catalog;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Scanning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Catalog;

/// <summary>Serves modules' icons by their hash. Lists show many and often, so a browser keeps what it has seen.</summary>
internal static class ModuleIconEndpoint
{
    public static void MapModuleIcons(this IEndpointRouteBuilder app) =>
        app.MapGet(PortalUrls.ModuleIcon("{hash:length(64)}"), GetAsync).RequireAuthorization(Policies.Reading);

    private static async Task<Results<FileStreamHttpResult, NotFound>> GetAsync(
        string hash, ModuleIcons icons, PackageIntegrity packages, HttpContext context)
    {
        var cancel = context.RequestAborted;
        Marketplace.Accounts.Actor? visitor = context.User.IsSignedIn ? context.User.Actor : null;
        if (!await icons.IsShownAsync(visitor, hash, cancel) || await packages.OpenAsync(hash, cancel) is not { } icon)
        {
            return TypedResults.NotFound();
        }

        var type = PackageIcon.ContentType((byte)icon.ReadByte());
        icon.Position = 0;
        context.Response.Headers.CacheControl = Caching.Immutable;
        return TypedResults.File(icon, type);
    }
}
