using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class ProviderFees : RevenueMeasure
{
    public override string Code => "fees";

    public override string Name => "Provider fees";

    public override string Definition =>
        "What payment providers charged in the period.";

    public override bool IsLoss => true;

    public override decimal? Of(RevenueFacts facts) => facts.Books?.Booked(AccountKind.ProviderFees, facts.Span);
}
