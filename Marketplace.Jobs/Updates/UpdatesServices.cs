using Marketplace.Licensing;
using Marketplace.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Updates;

internal static class UpdatesServices
{
    public static void AddUpdates(this IServiceCollection services)
    {
        services.AddSingleton<SiteUpdates>();
        services.AddSingleton<WaitingUpdates>();
        services.AddSingleton<SitePolicies>();
        services.AddSingleton<OrganizationHooks>();
        services.AddSingleton<UpdateNotices>();
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section);
        services.AddSingleton<WebhookDelivery>();
        services.AddSingleton<PolicyUpdates>();
        services.AddSingleton<IOperationListener, PolicyOperations>();
        services.AddSingleton<ILicenseListener, LicenseEvents>();
        services.AddSingleton<SuspensionResponses>();
        services.AddSingleton<AffectedSites>();
    }
}
