namespace Marketplace.Revenue.Measures;

public sealed class Mrr : RevenueMeasure
{
    public override string Code => "mrr";

    public override string Name => "MRR";

    public override string Definition =>
        "Monthly recurring revenue from subscriptions at the end of the period, net of tax and after current promotions.";

    public override decimal? Of(RevenueFacts facts) => facts.Recurring.Closing;
}
