using Marketplace.Billing.Invoices;

namespace Marketplace.Revenue.Measures;

public sealed class RecurringSales() : SalesMeasure(SaleKind.Recurring)
{
    public override string Code => "recurring-sales";

    public override string Name => "Recurring sales";

    public override string Definition => "Terms of subscriptions invoiced in the period, without tax, less credit notes.";
}
