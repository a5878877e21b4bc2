namespace Marketplace.Revenue.Measures;

public sealed class RevenueChurn : RevenueMeasure
{
    public override string Code => "revenue-churn";

    public override string Name => "Revenue churn";

    public override string Definition => "Contraction and churn as a share of opening MRR.";

    public override MeasureUnit Unit => MeasureUnit.Share;

    public override bool IsLoss => true;

    public override decimal? Of(RevenueFacts facts) => Part(-facts.Recurring.Contraction - facts.Recurring.Churn, facts.Recurring.Opening);
}
