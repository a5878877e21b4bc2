using Marketplace.Billing.Invoices;

namespace Marketplace.Revenue.Measures;

public sealed class OneTimeSales() : SalesMeasure(SaleKind.OneTime)
{
    public override string Code => "one-time-sales";

    public override string Name => "One-time sales";

    public override string Definition => "Licenses sold for good and setup fees invoiced in the period, without tax, less credit notes.";
}
