using Marketplace.Billing.Invoices;

namespace Marketplace.Revenue.Measures;

public sealed class UsageAverage : RevenueMeasure
{
    /// <summary>Of so many months up to the end of the period.</summary>
    internal const int Averaged = 3;

    public override string Code => "usage-average";

    public override string Name => "Usage per month";

    public override string Definition => "Metered usage invoiced in the three months to the end of the period ÷ 3. It is not part of MRR.";

    public override decimal? Of(RevenueFacts facts) =>
        facts.Sales.Over(new(facts.Span.To.AddDays(1).AddMonths(-Averaged), facts.Span.To), SaleKind.Usage) / Averaged;
}
