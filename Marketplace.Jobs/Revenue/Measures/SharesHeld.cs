using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class SharesHeld : RevenueMeasure
{
    public override string Code => "shares-held";

    public override string Name => "Shares held";

    public override string Definition =>
        "What publishers are owed once the time for refunds is over.";

    public override decimal? Of(RevenueFacts facts) => -facts.Books?.Balance(AccountKind.PayableHeld, facts.Span.To);
}
