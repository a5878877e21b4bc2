using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class CashCollected : BookMeasure
{
    public override string Code => "cash-collected";

    public override string Name => "Cash collected";

    public override string Definition => "Payments received in the period, including tax, before fees and refunds.";

    protected override decimal Of(BookSeries books, RevenueSpan span) => books.Booked(AccountKind.ProviderCash, span, JournalKind.Payment);
}
