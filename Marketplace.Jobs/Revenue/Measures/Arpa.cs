namespace Marketplace.Revenue.Measures;

public sealed class Arpa : RevenueMeasure
{
    public override string Code => "arpa";

    public override string Name => "ARPA";

    public override string Definition => "MRR per paying client at the end of the period.";

    public override decimal? Of(RevenueFacts facts) => Part(facts.Recurring.Closing, facts.Clients.Closing);
}
