namespace Marketplace.Revenue.Measures;

public sealed class LifetimeValue : RevenueMeasure
{
    public override string Code => "ltv";

    public override string Name => "LTV";

    public override string Definition => "ARPA divided by monthly client churn.";

    public override decimal? Of(RevenueFacts facts) =>
        Part(facts.Clients.Left, facts.Clients.Opening) is > 0 and var churn && Part(facts.Recurring.Closing, facts.Clients.Closing) is { } each
            ? each / (churn / facts.Span.Months) : null;
}
