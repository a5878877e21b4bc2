namespace Marketplace.Revenue.Measures;

public sealed class ClientChurn : RevenueMeasure
{
    public override string Code => "client-churn";

    public override string Name => "Client churn";

    public override string Definition =>
        "Clients that left in the period, so that they paid nothing any more, of those that paid something at its start.";

    public override MeasureUnit Unit => MeasureUnit.Share;

    public override bool IsLoss => true;

    public override decimal? Of(RevenueFacts facts) => Part(facts.Clients.Left, facts.Clients.Opening);
}
