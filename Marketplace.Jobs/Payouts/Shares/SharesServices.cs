using Marketplace.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Payouts.Shares;

public static class SharesServices
{
    public static void AddShares(this IServiceCollection services)
    {
        services.AddOptions<ShareOptions>().BindConfiguration(ShareOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IJournalListener, ShareIntake>();
        services.AddSingleton<ShareRun>();
        services.AddSingleton<HeldShares>();
        services.AddSingleton<EarningQueries>();
    }
}
