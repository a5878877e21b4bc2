using Marketplace.Ledger;

namespace Marketplace.Revenue.Measures;

/// <summary>What moved from one kind of account to another on a day.</summary>
public readonly record struct BookFlow(DateOnly Day, string Currency, JournalKind Journal, AccountKind Debit, AccountKind Credit, long Minor);

/// <summary>What a month did to a kind of account: debit less credit.</summary>
public readonly record struct BookMonth(int Month, AccountKind Account, string Currency, long Minor);

/// <summary>What the books say of some days, in the reporting currency. Pure.</summary>
/// <param name="flows">Of each day from the first that is asked for on.</param>
/// <param name="months">All of them.</param>
public sealed class BookSeries(IReadOnlyList<BookFlow> flows, IReadOnlyList<BookMonth> months, RevenueRates rates)
{
    /// <summary>What was booked to an account over some days, each at its day's rate: debit less credit.</summary>
    /// <param name="journal">By journals of this kind alone.</param>
    public decimal Booked(AccountKind account, RevenueSpan span, JournalKind? journal = null) => flows
        .Where(flow => flow.Day >= span.From && flow.Day <= span.To && (journal is null || flow.Journal == journal))
        .Sum(flow => Side(flow, account) * rates.Convert(flow.Minor, flow.Currency, flow.Day));

    /// <summary>The balance at the end of a day, at that day's rate: debit less credit.</summary>
    public decimal Balance(AccountKind account, DateOnly day)
    {
        var first = RevenueSpan.MonthStart(day);
        var before = months.Where(month => month.Account == account && month.Month < LedgerMonth.Of(day)).Select(month => (month.Currency, month.Minor));
        var since = flows.Where(flow => flow.Day >= first && flow.Day <= day).Select(flow => (flow.Currency, Minor: Side(flow, account) * flow.Minor));
        return before.Concat(since).GroupBy(one => one.Currency).Sum(group => rates.Convert(group.Sum(one => one.Minor), group.Key, day));
    }

    private static int Side(BookFlow flow, AccountKind account) => (flow.Debit == account ? 1 : 0) - (flow.Credit == account ? 1 : 0);
}
