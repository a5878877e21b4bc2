namespace Marketplace.Revenue.Measures;

public sealed class GrossRetention : RevenueMeasure
{
    public override string Code => "gross-retention";

    public override string Name => "Gross revenue retention";

    public override string Definition => "Opening MRR less contraction and churn, as a share of opening MRR.";

    public override MeasureUnit Unit => MeasureUnit.Share;

    public override decimal? Of(RevenueFacts facts) =>
        Part(facts.Recurring.Opening + facts.Recurring.Contraction + facts.Recurring.Churn, facts.Recurring.Opening);
}
