using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class CashCollected : RevenueMeasure
{
    public override string Code => "cash-collected";

    public override string Name => "Cash collected";

    public override string Definition =>
        "What clients paid in the period, with tax and before fees and refunds.";

    public override decimal? Of(RevenueFacts facts) => facts.Books?.Booked(AccountKind.ProviderCash, facts.Span, JournalKind.Payment);
}
