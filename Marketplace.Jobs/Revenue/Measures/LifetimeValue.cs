namespace Marketplace.Revenue.Measures;

public sealed class LifetimeValue : RevenueMeasure
{
    public override string Code => "ltv";

    public override string Name => "LTV";

    public override string Definition =>
        "ARPA divided by the client churn of a month: that of the period by its months.";

    public override decimal? Of(RevenueFacts facts) =>
        Part(facts.Clients.Left, facts.Clients.Opening) is > 0 and var churn && Part(facts.Recurring.Closing, facts.Clients.Closing) is { } each
            ? each / (churn / facts.Span.Months) : null;
}
