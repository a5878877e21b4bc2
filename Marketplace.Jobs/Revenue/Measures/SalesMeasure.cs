using Marketplace.Billing.Invoices;

namespace Marketplace.Revenue.Measures;

/// <summary>What invoices of a period sold of one stream.</summary>
public abstract class SalesMeasure(SaleKind stream) : RevenueMeasure
{
    public SaleKind Stream => stream;

    public sealed override decimal? Of(RevenueFacts facts) => facts.Sales.Over(facts.Span, stream);
}
