using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Catalog.Compare;
using Marketplace.Portal.Catalog.Editing;
using Marketplace.Portal.Catalog.Feeds;
using Marketplace.Portal.Catalog.Rest;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Usage;

namespace Marketplace.Portal.Catalog;

/// <summary>The pages, images, feeds and resources of modules.</summary>
internal static class CatalogSetup
{
    public static void AddCatalogPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Comparison>();
        builder.Services.AddHostedService<CounterFlush<ViewCounter>>();
    }

    public static void MapCatalog(this IEndpointRouteBuilder app)
    {
        app.MapImages();
        app.MapModuleIcons();
        app.MapNews();
        app.MapBadges();
        app.MapCsv(
            PortalUrls.ListingCsv("{id}"), ReleaseList.Columns, ListingQueries.Columns,
            (ListingQueries listing, HttpContext context, ListQuery query, CancellationToken cancel) =>
                listing.StreamReleasesAsync(context.User.Actor, (string)context.Request.RouteValues["id"]!, query, cancel))
            .RequireAuthorization(Policies.SignedIn);
        var api = app.MapCatalogApi();
        api.MapModuleResource();
        api.MapReleaseResource();
        api.MapDependencyResource();
        api.MapCompatibilityResource();
        api.MapCategoryResource();
    }
}
