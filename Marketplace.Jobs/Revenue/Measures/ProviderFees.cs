using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class ProviderFees : BookMeasure
{
    public override string Code => "fees";

    public override string Name => "Provider fees";

    public override string Definition => "Fees charged by payment providers in the period.";

    public override bool IsLoss => true;

    protected override decimal Of(BookSeries books, RevenueSpan span) => books.Booked(AccountKind.ProviderFees, span);
}
