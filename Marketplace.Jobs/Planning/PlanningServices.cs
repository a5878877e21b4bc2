using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Planning;

internal static class PlanningServices
{
    public static void AddPlanning(this IServiceCollection services)
    {
        services.AddSingleton<CatalogSnapshots>();
        services.AddSingleton<SiteCompatibility>();
        services.AddSingleton<FittingSearch>();
        services.AddSingleton<PlanLicenses>();
        services.AddSingleton<PlanPricing>();
        services.AddSingleton<Planner>();
    }
}
