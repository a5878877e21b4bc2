using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class RefundsPaid : BookMeasure
{
    public override string Code => "refunds";

    public override string Name => "Refunds";

    public override string Definition => "Amounts refunded to clients in the period, including tax.";

    public override bool IsLoss => true;

    protected override decimal Of(BookSeries books, RevenueSpan span) => -books.Booked(AccountKind.ProviderCash, span, JournalKind.Refund);
}
