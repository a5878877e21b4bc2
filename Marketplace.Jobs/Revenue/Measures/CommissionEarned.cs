using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class CommissionEarned : RevenueMeasure
{
    public override string Code => "commission";

    public override string Name => "Commission";

    public override string Definition =>
        "What the marketplace earned of sales and terms in the period, before refunds.";

    public override decimal? Of(RevenueFacts facts) => -facts.Books?.Booked(AccountKind.Commission, facts.Span);
}
