using Marketplace.Licensing.Activations;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Planning;

internal static class PlanningServices
{
    public static void AddPlanning(this IServiceCollection services)
    {
        services.AddSingleton<CatalogSnapshots>();
        services.AddSingleton<SiteCompatibility>();
        services.AddSingleton<FittingSearch>();
        services.AddSingleton<SitesInUse>();
        services.AddSingleton<ISitesInUse>(sp => sp.GetRequiredService<SitesInUse>());
        services.AddSingleton<SiteActivations>();
        services.AddSingleton<PlanLicenses>();
        services.AddSingleton<PlanPricing>();
        services.AddSingleton<Planner>();
    }
}
