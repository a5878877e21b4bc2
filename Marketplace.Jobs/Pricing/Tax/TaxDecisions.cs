namespace Marketplace.Pricing.Tax;

/// <summary>How sales are taxed: by the rules and rates here or, where an operator chose that, by Stripe Tax.</summary>
public sealed class TaxDecisions(TaxRateQueries taxes, StripeTax stripe)
{
    /// <param name="currency">ISO 4217.</param>
    public async Task<TaxDecision> DecideAsync(TaxCase sale, TaxAddress address, string currency, CancellationToken cancel)
    {
        var own = TaxRules.Decide(sale, await taxes.TableAsync(cancel));
        // What contradicts itself is for people to mend, whoever knows the rates; that a rate is missing here is not.
        return !stripe.IsOn || (own is TaxDecision.NeedsAttention && TaxRules.Conflict(sale) is not null) ? own
            : await stripe.DecideAsync(sale, address, currency, cancel);
    }
}
