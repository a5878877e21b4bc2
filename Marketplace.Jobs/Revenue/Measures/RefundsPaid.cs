using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class RefundsPaid : RevenueMeasure
{
    public override string Code => "refunds";

    public override string Name => "Refunds";

    public override string Definition =>
        "What was paid back to clients in the period, with tax.";

    public override bool IsLoss => true;

    public override decimal? Of(RevenueFacts facts) => -facts.Books?.Booked(AccountKind.ProviderCash, facts.Span, JournalKind.Refund);
}
