namespace Marketplace.Revenue.Measures;

/// <summary>A measure of the ledger. Accounts know no modules, so it is of the whole marketplace alone.</summary>
public abstract class BookMeasure : RevenueMeasure
{
    public sealed override decimal? Of(RevenueFacts facts) => facts.Books is { } books ? Of(books, facts.Span) : null;

    protected abstract decimal Of(BookSeries books, RevenueSpan span);
}
