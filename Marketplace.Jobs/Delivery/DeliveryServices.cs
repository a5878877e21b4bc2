using Marketplace.Operations;
using Marketplace.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Delivery;

internal static class DeliveryServices
{
    public static void AddDelivery(this IServiceCollection services)
    {
        services.AddSingleton<RevisionInstall>();
        services.AddSingleton<ISiteDelivery, FolderDelivery>();
        services.AddSingleton<ISiteDelivery, AgentDelivery>();
        services.AddSingleton<ISeatsOnTheWay, SeatsOnTheWay>();
        services.AddSingleton<LicenseFiles>();
        services.AddSingleton<FolderLicenses>();
        services.AddSingleton<SiteUsage>();
        services.AddSingleton<SiteTokens>();
        services.AddSingleton<SiteDeliveries>();
        services.AddSingleton<DeliveryCommit>();
        services.AddSingleton<AgentReports>();
        services.AddSingleton<AbsentAgents>();
        services.AddSingleton<ParkedOperations>();
        services.AddSingleton<AgentRevisions>();
    }
}
