namespace Marketplace.Revenue.Measures;

public sealed class QuickRatio : RevenueMeasure
{
    public override string Code => "quick-ratio";

    public override string Name => "Quick ratio";

    public override string Definition => "New, expansion and reactivation divided by contraction and churn.";

    public override MeasureUnit Unit => MeasureUnit.Ratio;

    public override decimal? Of(RevenueFacts facts) => Part(
        facts.Recurring.New + facts.Recurring.Expansion + facts.Recurring.Reactivation, -facts.Recurring.Contraction - facts.Recurring.Churn);
}
