using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class DisputesLost : RevenueMeasure
{
    public override string Code => "disputes";

    public override string Name => "Disputes";

    public override string Definition =>
        "What disputed payments took in the period, less what came back.";

    public override bool IsLoss => true;

    public override decimal? Of(RevenueFacts facts) => -facts.Books?.Booked(AccountKind.ProviderCash, facts.Span, JournalKind.Dispute);
}
