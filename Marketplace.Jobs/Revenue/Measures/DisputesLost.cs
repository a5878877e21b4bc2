using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class DisputesLost : BookMeasure
{
    public override string Code => "disputes";

    public override string Name => "Disputes";

    public override string Definition => "Amounts withdrawn for disputed payments in the period, less amounts returned.";

    public override bool IsLoss => true;

    protected override decimal Of(BookSeries books, RevenueSpan span) => -books.Booked(AccountKind.ProviderCash, span, JournalKind.Dispute);
}
