using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class PayoutsDue : BookMeasure
{
    public override string Code => "payouts-due";

    public override string Name => "Payouts due";

    public override string Definition => "Owed to publishers and available for payout at the end of the period.";

    protected override decimal Of(BookSeries books, RevenueSpan span) => -books.Balance(AccountKind.PayableAvailable, span.To);
}
