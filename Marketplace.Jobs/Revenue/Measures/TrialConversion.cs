namespace Marketplace.Revenue.Measures;

public sealed class TrialConversion : RevenueMeasure
{
    public override string Code => "trial-conversion";

    public override string Name => "Trial conversion";

    public override string Definition =>
        "Trials that became paid subscriptions, as a share of the trials that ended in the period.";

    public override MeasureUnit Unit => MeasureUnit.Share;

    public override decimal? Of(RevenueFacts facts) => Part(facts.Trials.Converted, facts.Trials.Ended);
}
