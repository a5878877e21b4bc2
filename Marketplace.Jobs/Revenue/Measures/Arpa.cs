namespace Marketplace.Revenue.Measures;

public sealed class Arpa : RevenueMeasure
{
    public override string Code => "arpa";

    public override string Name => "ARPA";

    public override string Definition =>
        "MRR by client that pays something at the end of the period.";

    public override decimal? Of(RevenueFacts facts) => Part(facts.Recurring.Closing, facts.Clients.Closing);
}
