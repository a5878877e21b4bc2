using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class CashCollected : BookMeasure
{
    public override string Code => "cash-collected";

    public override string Name => "Cash collected";

    public override string Definition =>
        "What clients paid in the period, with tax and before fees and refunds.";

    protected override decimal Of(BookSeries books, RevenueSpan span) => books.Booked(AccountKind.ProviderCash, span, JournalKind.Payment);
}
