using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Insight;

internal static class InsightServices
{
    public static void AddInsight(this IServiceCollection services)
    {
        services.AddSingleton<SiteQueries>();
        services.AddSingleton<OperationQueries>();
        services.AddSingleton<OperationStatistics>();
        services.AddSingleton<VersionsInUse>();
        services.AddSingleton<AdoptionCurves>();
        services.AddSingleton<ModuleHistory>();
        services.AddSingleton<MenuCountQueries>();
        services.AddSingleton<ClientHomes>();
        services.AddSingleton<InstallationGlances>();
        services.AddSingleton<HostOutcomes>();
        services.AddSingleton<LinkModules>();
        services.AddSingleton<LicenseUses>();
        services.AddSingleton<LicenseStatistics>();
        services.AddSingleton<LicenseAnomalies>();
    }
}
