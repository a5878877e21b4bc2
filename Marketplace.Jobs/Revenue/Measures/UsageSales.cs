using Marketplace.Billing.Invoices;

namespace Marketplace.Revenue.Measures;

public sealed class UsageSales() : SalesMeasure(SaleKind.Usage)
{
    public override string Code => "usage-sales";

    public override string Name => "Usage sales";

    public override string Definition => "Metered usage invoiced in the period, without tax, less credit notes.";
}
