using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class Receivables : RevenueMeasure
{
    public override string Code => "receivables";

    public override string Name => "Receivables";

    public override string Definition =>
        "What clients owe at the end of the period, with tax.";

    public override bool IsLoss => true;

    public override decimal? Of(RevenueFacts facts) => facts.Books?.Balance(AccountKind.Receivable, facts.Span.To);
}
