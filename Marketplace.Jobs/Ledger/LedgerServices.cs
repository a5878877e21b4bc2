using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger;

public static class LedgerServices
{
    public static void AddLedger(this IServiceCollection services)
    {
        services.AddOptions<LedgerOptions>().BindConfiguration(LedgerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Journals>();
        services.AddSingleton<Months>();
        services.AddSingleton<RecognitionRun>();
        services.AddSingleton<TermEnds>();
        services.AddSingleton<CommissionRates>();
        services.AddSingleton<LedgerVerify>();
        services.AddSingleton<LedgerQueries>();
        services.AddSingleton<JournalQueries>();
        services.AddSingleton<AccountEntries>();
    }
}
