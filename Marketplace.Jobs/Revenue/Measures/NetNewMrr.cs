namespace Marketplace.Revenue.Measures;

public sealed class NetNewMrr : RevenueMeasure
{
    public override string Code => "net-new-mrr";

    public override string Name => "Net new MRR";

    public override string Definition =>
        "New, expansion and reactivation, less contraction and churn. Excludes exchange rate changes.";

    public override decimal? Of(RevenueFacts facts) => facts.Recurring.Movements;
}
