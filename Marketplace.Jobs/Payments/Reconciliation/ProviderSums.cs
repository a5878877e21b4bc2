using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.Extensions.Logging;

namespace Marketplace.Payments.Reconciliation;

/// <summary>What a provider that is on says it holds, for the verification of the books.</summary>
internal sealed partial class ProviderSums(string provider, PaymentProviders providers, ILogger<ProviderSums> log) : IProviderSums
{
    public string Provider => provider;

    public async Task<IReadOnlyList<Money>?> ReadAsync(CancellationToken cancel)
    {
        try
        {
            return providers.On.FirstOrDefault(one => one.Name == provider) is { } on ? await on.BalanceAsync(cancel) : null;
        }
        catch (ProviderAwayException away)
        {
            LogAway(away, provider);
            return null;
        }
    }

    [LoggerMessage(2006, LogLevel.Warning, "{Provider} could not be asked what it holds, so its cash was not compared with the books.")]
    private partial void LogAway(Exception error, string provider);
}
