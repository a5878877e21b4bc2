using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class SharesHeld : BookMeasure
{
    public override string Code => "shares-held";

    public override string Name => "Shares held";

    public override string Definition =>
        "What publishers are owed once the time for refunds is over.";

    protected override decimal Of(BookSeries books, RevenueSpan span) => -books.Balance(AccountKind.PayableHeld, span.To);
}
