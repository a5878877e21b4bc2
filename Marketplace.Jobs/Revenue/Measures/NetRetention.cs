namespace Marketplace.Revenue.Measures;

public sealed class NetRetention : RevenueMeasure
{
    public override string Code => "net-retention";

    public override string Name => "Net revenue retention";

    public override string Definition =>
        "Opening MRR with expansion and reactivation, less contraction and churn, as a share of opening MRR.";

    public override MeasureUnit Unit => MeasureUnit.Share;

    public override decimal? Of(RevenueFacts facts) =>
        Part(facts.Recurring.Opening + facts.Recurring.Movements - facts.Recurring.New, facts.Recurring.Opening);
}
