namespace Marketplace.Revenue.Measures;

public sealed class ClientChurn : RevenueMeasure
{
    public override string Code => "client-churn";

    public override string Name => "Client churn";

    public override string Definition =>
        "Clients that stopped paying in the period, as a share of the clients that paid at its start.";

    public override MeasureUnit Unit => MeasureUnit.Share;

    public override bool IsLoss => true;

    public override decimal? Of(RevenueFacts facts) => Part(facts.Clients.Left, facts.Clients.Opening);
}
