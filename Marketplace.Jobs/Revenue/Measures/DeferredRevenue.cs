using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class DeferredRevenue : BookMeasure
{
    public override string Code => "deferred-revenue";

    public override string Name => "Deferred revenue";

    public override string Definition => "Sold for a term and not yet earned at the end of the period.";

    protected override decimal Of(BookSeries books, RevenueSpan span) => -books.Balance(AccountKind.DeferredRevenue, span.To);
}
