using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Installs;

public static class InstallsServices
{
    public static void AddInstalls(this IServiceCollection services)
    {
        services.AddSingleton<CatalogSnapshots>();
        services.AddSingleton<SiteFits>();
        services.AddSingleton<Sightings>();
        services.AddSingleton<ReviewWriting>();
        services.AddSingleton<LinkModules>();
        services.AddOptions<InstallsOptions>().BindConfiguration(InstallsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SiteFolders>();
        services.AddSingleton<Planner>();
        services.AddSingleton<LicensedSites>();
        services.AddSingleton<PlanRenewal>();
        services.AddSingleton<Operations>();
        services.AddSingleton<Approvals>();
        services.AddSingleton<SitePlanning>();
        services.AddSingleton<BatchPlans>();
        services.AddSingleton<Batches>();
        services.AddSingleton<BatchAdvance>();
        services.AddSingleton<BatchReads>();
        services.AddSingleton<OperationReads>();
        services.AddSingleton<OperationStatistics>();
        services.AddSingleton<VersionsInUse>();
        services.AddSingleton<AdoptionCurves>();
        services.AddSingleton<ModuleHistory>();
        services.AddSingleton<Sites>();
        services.AddSingleton<HostWatch>();
        services.AddSingleton<LicenseSeats>();
        services.AddSingleton<Preflight>();
        services.AddSingleton<OperationWork>();
        services.AddSingleton<Pinpoint>();
        services.AddSingleton<OperationEnding>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<RevisionCollector>();
        services.AddSingleton<SiteRepair>();
        services.AddSingleton<SiteUpdates>();
        services.AddSingleton<SitePolicies>();
        services.AddSingleton<UpdateNotices>();
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section);
        services.AddSingleton<WebhookDelivery>();
        services.AddSingleton<PolicyUpdates>();
        services.AddSingleton<SuspensionResponses>();
        services.AddSingleton<AffectedSites>();
        services.AddSingleton<SiteTokens>();
        services.AddSingleton<SiteDeliveries>();
        services.AddSingleton<AgentDesk>();
        services.AddSingleton<AgentOperations>();
        services.AddSingleton<AbsentAgents>();
        services.AddSingleton<ParkedOperations>();
        services.AddSingleton<AgentRevisions>();
    }
}
