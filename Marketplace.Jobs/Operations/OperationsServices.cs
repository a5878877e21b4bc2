using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Operations;

internal static class OperationsServices
{
    public static void AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<OperationCommands>();
        services.AddSingleton<Approvals>();
        services.AddSingleton<PlanRebase>();
        services.AddSingleton<BatchPlans>();
        services.AddSingleton<Batches>();
        services.AddSingleton<BatchAdvance>();
        services.AddSingleton<BatchQueries>();
        services.AddSingleton<LicenseSeats>();
        services.AddSingleton<Preflight>();
        services.AddSingleton<FailureIsolation>();
        services.AddSingleton<OperationEnding>();
        services.AddSingleton<OperationOutcomes>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<RevisionCollector>();
        services.AddSingleton<SiteRepair>();
    }
}
