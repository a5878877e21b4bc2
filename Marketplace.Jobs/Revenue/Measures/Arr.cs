namespace Marketplace.Revenue.Measures;

public sealed class Arr : RevenueMeasure
{
    public override string Code => "arr";

    public override string Name => "ARR";

    public override string Definition => "MRR times twelve.";

    public override decimal? Of(RevenueFacts facts) => facts.Recurring.Closing * 12;
}
