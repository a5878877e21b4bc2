using Marketplace.Catalog;
using Marketplace.Modules.Packages;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Portal.Publishing;
using Marketplace.Publishing;
using Marketplace.Usage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Feed;

/// <summary>The NuGet V3 protocol: push, packages, registrations and search. See docs/http.md.</summary>
public static class FeedEndpoints
{
    public static void AddFeed(this WebApplicationBuilder builder)
    {
        builder.Services.AddRequestLimit("feed", request => request.Begins(PortalUrls.Feed), sp => RequestLimits.Limits(sp).FeedPerMinute);
        builder.Services.AddRequestLimit(
            "push",
            request => (HttpMethods.IsPut(request.Method) && request.Begins(PortalUrls.Push))
                || (HttpMethods.IsPost(request.Method) && request.Begins(PortalUrls.Upload)),
            sp => sp.GetRequiredService<IOptions<PublishingOptions>>().Value.PushesPerMinute);
        builder.Services.AddSingleton<DownloadCache>();
        builder.Services.AddSingleton<VisitorCountry>();
        builder.Services.AddHostedService<CounterFlush<DownloadCounter>>();
        builder.Services.AddSingleton<FeedQueries>();
        builder.Services.AddSingleton<RegistrationQueries>();
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policies.Push, policy => policy
            .AddAuthenticationSchemes(ApiKeyHandler.Scheme)
            .RequireAuthenticatedUser()
            .RequireClaim(ApiKeyHandler.ScopeClaim, nameof(Marketplace.Accounts.ApiKeyScopes.Push)));
    }

    public static void MapFeed(this IEndpointRouteBuilder app)
    {
        app.MapGet(PortalUrls.FeedIndex, ServiceIndex).AllowAnonymous();
        app.MapPut(PortalUrls.Push, PackagePush.PutAsync).RequireAuthorization(Policies.Push);
        app.MapDelete(PortalUrls.Push + "/{id}/{version}", UnlistAsync).RequireAuthorization(Policies.Push);
        var versions = app.MapGet(PortalUrls.Packages + "/{id}/index.json", VersionsAsync);
        var packages = app.MapGet(PortalUrls.Packages + "/{id}/{version}/{file}", PackageDownload.GetAsync);
        IEndpointConventionBuilder[] metadata = [versions, app.MapPackageSearch(), app.MapRegistrations()];
        if (app.ServiceProvider.GetRequiredService<IOptions<CatalogOptions>>().Value.PublicReading)
        {
            // Packages are asked for most of all; where they are open to all, nothing between routing and the answer is needed.
            Array.ForEach(metadata, endpoint => endpoint.AllowAnonymous());
            packages.AllowAnonymous().ShortCircuit();
        }
        else
        {
            Array.ForEach(metadata, endpoint => endpoint.RequireAuthorization(ApiGroups.Reading()));
            packages.RequireAuthorization(ApiGroups.Reading());
        }

        app.MapGet(PortalUrls.ManifestSchema, () => TypedResults.Text(ModuleManifest.ReadSchema(), "application/schema+json")).AllowAnonymous();
    }

    // The types are those that clients look for, the newest first. Registrations from 3.6.0 on name SemVer 2 versions too.
    private static JsonHttpResult<Dictionary<string, object>> ServiceIndex(HttpRequest request)
    {
        var addresses = new FeedAddresses(request);
        return TypedResults.Json(new Dictionary<string, object>
        {
            ["version"] = "3.0.0",
            ["resources"] = (Dictionary<string, string>[])
            [
                Resource(addresses.At(PortalUrls.Push), "PackagePublish/2.0.0"),
                Resource(addresses.At(PortalUrls.Packages + "/"), "PackageBaseAddress/3.0.0"),
                Resource(addresses.At(FeedAddresses.Registrations + "/"), "RegistrationsBaseUrl/3.6.0"),
                .. Resources(addresses.At(FeedAddresses.OldRegistrations + "/"), "RegistrationsBaseUrl", "/3.4.0", "/3.0.0-rc", "/3.0.0-beta", ""),
                .. Resources(addresses.At(PackageSearch.Address), "SearchQueryService", "/3.5.0", "/3.0.0-rc", "/3.0.0-beta", ""),
            ],
        });
    }

    private static IEnumerable<Dictionary<string, string>> Resources(string id, string type, params string[] versions) =>
        versions.Select(version => Resource(id, type + version));

    private static Dictionary<string, string> Resource(string id, string type) => new() { ["@id"] = id, ["@type"] = type };

    // What `dotnet nuget delete` sends. The protocol means by it that the version is no longer offered; it stays for those who have it.
    private static async Task<IResult> UnlistAsync(string id, string version, Listings listings, HttpContext context) =>
        NuGet.Versioning.NuGetVersion.TryParse(version, out var parsed)
        && await listings.YankAsync(
            context.User.Actor, id, parsed.ToNormalizedString(), "Unlisted by its publisher.",
            context.RequestAborted) is ListingOutcome.Done
            ? TypedResults.NoContent()
            : Problems.Of(context, 404, "push.not-found", $"{id} {version} is not a release of this key's organization.",
                "Check the id and the version.");

    private static async Task<IResult> VersionsAsync(string id, FeedQueries feed, CancellationToken cancel) =>
        await feed.VersionsAsync(id, cancel) is { Count: > 0 } versions
            ? TypedResults.Json(new { versions })
            : TypedResults.NotFound();
}
