using Marketplace.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Payments.Reconciliation;

public static class ReconciliationServices
{
    internal static void AddReconciliation(this IServiceCollection services)
    {
        services.AddSingleton<ReconciliationRun>();
        services.AddSingleton<ReconciliationQueries>();
        services.AddSingleton<Differences>();
        foreach (var provider in PaymentProviders.Known)
        {
            services.AddSingleton<IProviderSums>(sp => ActivatorUtilities.CreateInstance<ProviderSums>(sp, provider));
        }
    }
}
