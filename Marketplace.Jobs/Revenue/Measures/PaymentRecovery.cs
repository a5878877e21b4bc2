using Marketplace.Billing.Dunning;

namespace Marketplace.Revenue.Measures;

public sealed class PaymentRecovery : RevenueMeasure
{
    public override string Code => "payment-recovery";

    public override string Name => "Failed-payment recovery";

    public override string Definition =>
        "Failed renewal payments recovered ÷ those whose dunning ended in the period, by amount. Credited invoices count as neither.";

    public override MeasureUnit Unit => MeasureUnit.Share;

    public override decimal? Of(RevenueFacts facts)
    {
        var (span, of) = (facts.Span, facts.Recovery);
        var recovered = of.Over(span, DunningState.Recovered);
        return Part(recovered, recovered + of.Over(span, DunningState.Lost) + of.Over(span, DunningState.WrittenOff));
    }
}
