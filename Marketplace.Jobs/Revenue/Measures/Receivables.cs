using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

public sealed class Receivables : BookMeasure
{
    public override string Code => "receivables";

    public override string Name => "Receivables";

    public override string Definition => "Owed by clients at the end of the period, including tax.";

    public override bool IsLoss => true;

    protected override decimal Of(BookSeries books, RevenueSpan span) => books.Balance(AccountKind.Receivable, span.To);
}
