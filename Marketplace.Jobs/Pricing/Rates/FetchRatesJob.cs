using Hangfire;

namespace Marketplace.Pricing.Rates;

/// <summary>Fetches the day’s exchange rates. Safe to run twice: what is there is kept.</summary>
[AutomaticRetry(Attempts = 3)]
public sealed class FetchRatesJob(ExchangeRates rates)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        if (await rates.FetchAsync(cancel) is FetchRatesOutcome.Refused refused)
        {
            // So that it is tried again, and shown among the failed jobs after that.
            throw new InvalidOperationException(refused.Problem);
        }
    }
}
