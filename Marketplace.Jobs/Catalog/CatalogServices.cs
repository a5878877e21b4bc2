using Marketplace.Catalog.Texts;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Catalog;

internal static class CatalogServices
{
    public static void AddCatalog(this IServiceCollection services)
    {
        services.AddOptions<CatalogOptions>().BindConfiguration(CatalogOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ModuleQueries>();
        services.AddSingleton<PackageTexts>();
        services.AddSingleton<Listings>();
        services.AddSingleton<ListingQueries>();
        services.AddSingleton<DependencyMaps>();
        services.AddSingleton<CapabilityHistory>();
        services.AddSingleton<ReleaseNews>();
        services.AddSingleton<Categories>();
        services.AddSingleton<ListingAudiences>();
        services.AddSingleton<RelatedModules>();
        services.AddSingleton<ModuleIcons>();
    }
}
