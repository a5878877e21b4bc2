using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class CommissionEarned : BookMeasure
{
    public override string Code => "commission";

    public override string Name => "Commission";

    public override string Definition => "Commission earned in the period, before refunds.";

    protected override decimal Of(BookSeries books, RevenueSpan span) => -books.Booked(AccountKind.Commission, span);
}
