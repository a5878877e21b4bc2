namespace Marketplace.Revenue.Measures;

/// <summary>Trials that were over in some days.</summary>
public sealed record TrialTotals(int Ended, int Converted);

/// <summary>What measures are computed from: some days, and what was there.</summary>
/// <param name="Books">Null where only a part of revenue is asked for: accounts know no modules.</param>
public sealed record RevenueFacts(
    RevenueSpan Span, RecurringTotals Recurring, ClientTotals Clients, TrialTotals Trials, SalesSeries Sales, RecoverySeries Recovery, BookSeries? Books);
