using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class DeferredRevenue : RevenueMeasure
{
    public override string Code => "deferred-revenue";

    public override string Name => "Deferred revenue";

    public override string Definition =>
        "What was sold for a term and is not earned yet, at the end of the period.";

    public override decimal? Of(RevenueFacts facts) => -facts.Books?.Balance(AccountKind.DeferredRevenue, facts.Span.To);
}
