using Marketplace.Catalog;
using Marketplace.Modules.Packages;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Catalog.Rest;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Feed;

/// <summary>The NuGet V3 protocol, as far as <c>dotnet nuget push</c> and <c>dotnet restore</c> need it. See docs/http.md.</summary>
public static class FeedEndpoints
{
    public const string Index = "/v3/index.json";
    public const string Push = "/api/v2/package";
    public const string Flat = "/v3/flat";
    public const string Schema = "/schemas/module.schema.json";

    public static void AddFeed(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DownloadCache>();
        builder.Services.AddSingleton<VisitorCountry>();
        builder.Services.AddHostedService<CounterFlush<DownloadCounter>>();
        builder.Services.AddSingleton<FeedReads>();
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policies.Push, policy => policy
            .AddAuthenticationSchemes(ApiKeyHandler.Scheme)
            .RequireAuthenticatedUser()
            .RequireClaim(ApiKeyHandler.ScopeClaim, nameof(Marketplace.Accounts.ApiKeyScopes.Push)));
    }

    public static void MapFeed(this WebApplication app)
    {
        app.MapGet(Index, ServiceIndex).AllowAnonymous();
        app.MapPut(Push, PackagePush.PutAsync).RequireAuthorization(Policies.Push);
        app.MapDelete(Push + "/{id}/{version}", UnlistAsync).RequireAuthorization(Policies.Push);
        var versions = app.MapGet(Flat + "/{id}/index.json", VersionsAsync);
        var packages = app.MapGet(Flat + "/{id}/{version}/{file}", PackageDownload.GetAsync);
        if (app.Services.GetRequiredService<IOptions<CatalogOptions>>().Value.PublicReading)
        {
            // Packages are asked for most of all; where they are open to all, nothing between routing and the answer is needed.
            versions.AllowAnonymous();
            packages.AllowAnonymous().ShortCircuit();
        }
        else
        {
            versions.RequireAuthorization(RestEndpoints.Reading());
            packages.RequireAuthorization(RestEndpoints.Reading());
        }

        app.MapGet(Schema, () => TypedResults.Text(ModuleManifest.ReadSchema(), "application/schema+json")).AllowAnonymous();
    }

    private static JsonHttpResult<Dictionary<string, object>> ServiceIndex(HttpRequest request)
    {
        var root = $"{request.Scheme}://{request.Host}{request.PathBase}";
        return TypedResults.Json(new Dictionary<string, object>
        {
            ["version"] = "3.0.0",
            ["resources"] = new[]
            {
                Resource(root + Push, "PackagePublish/2.0.0"),
                Resource(root + Flat + "/", "PackageBaseAddress/3.0.0"),
            },
        });
    }

    private static Dictionary<string, string> Resource(string id, string type) => new() { ["@id"] = id, ["@type"] = type };

    // What `dotnet nuget delete` sends. The protocol means by it that the version is no longer offered; it stays for those who have it.
    private static async Task<IResult> UnlistAsync(string id, string version, Listings listings, HttpContext context) =>
        NuGet.Versioning.NuGetVersion.TryParse(version, out var parsed)
        && await listings.YankAsync(context.User.Actor, id, parsed.ToNormalizedString(), "Taken back by its publisher.", context.RequestAborted) is ListingOutcome.Done
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    private static async Task<IResult> VersionsAsync(string id, FeedReads feed, CancellationToken cancel) =>
        await feed.VersionsAsync(id, cancel) is { Count: > 0 } versions
            ? TypedResults.Json(new { versions })
            : TypedResults.NotFound();
}
