using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class PayoutsDue : RevenueMeasure
{
    public override string Code => "payouts-due";

    public override string Name => "Payouts due";

    public override string Definition =>
        "What publishers are owed and can be paid out at the end of the period.";

    public override decimal? Of(RevenueFacts facts) => -facts.Books?.Balance(AccountKind.PayableAvailable, facts.Span.To);
}
