using Marketplace.Accounts;

namespace Marketplace.Ledger;

/// <summary>A month that takes no more journals, and what its totals were.</summary>
public sealed class ClosedMonth(int month, long byId, DateTime at)
{
    public int Month { get; private set; } = month;
    public long ById { get; private set; } = byId;
    public User By { get; private set; } = null!;
    public DateTime At { get; private set; } = at;
    public long Journals { get; private set; }

    /// <summary>SHA-256 of the totals by account and currency; empty only within the transaction that closes the month.</summary>
    public string Hash { get; private set; } = "";

    internal void Seal(MonthTotals totals) => (Journals, Hash) = (totals.Journals, totals.Hash);
}
