using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class DeferredRevenue : BookMeasure
{
    public override string Code => "deferred-revenue";

    public override string Name => "Deferred revenue";

    public override string Definition =>
        "What was sold for a term and is not earned yet, at the end of the period.";

    protected override decimal Of(BookSeries books, RevenueSpan span) => -books.Balance(AccountKind.DeferredRevenue, span.To);
}
