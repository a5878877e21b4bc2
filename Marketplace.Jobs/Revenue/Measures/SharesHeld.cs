using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class SharesHeld : BookMeasure
{
    public override string Code => "shares-held";

    public override string Name => "Shares held";

    public override string Definition => "Owed to publishers but not yet available for payout, at the end of the period.";

    protected override decimal Of(BookSeries books, RevenueSpan span) => -books.Balance(AccountKind.PayableHeld, span.To);
}
