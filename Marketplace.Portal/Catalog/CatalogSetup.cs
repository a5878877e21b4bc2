using Marketplace.Portal.Accounts;
using Marketplace.Portal.Catalog.Compare;
using Marketplace.Portal.Catalog.Feeds;
using Marketplace.Portal.Catalog.Rest;

namespace Marketplace.Portal.Catalog;

/// <summary>The pages, images, feeds and resources of modules.</summary>
internal static class CatalogSetup
{
    public static void AddCatalogPages(this WebApplicationBuilder builder) => builder.Services.AddScoped<Comparison>();

    public static void MapCatalog(this IEndpointRouteBuilder app)
    {
        app.MapImages();
        app.MapModuleIcons();
        app.MapNews();
        app.MapBadges();
        var api = app.MapCatalogApi();
        api.MapModuleResource();
        api.MapReleaseResource();
        api.MapDependencyResource();
        api.MapCompatibilityResource();
        api.MapCategoryResource();
    }
}
