namespace Marketplace.Revenue.Measures;

public sealed class Mrr : RevenueMeasure
{
    public override string Code => "mrr";

    public override string Name => "MRR";

    public override string Definition =>
        "What subscriptions bring a month at the end of the period: prices by month, net of tax, less promotions that still lower them.";

    public override decimal? Of(RevenueFacts facts) => facts.Recurring.Closing;
}
