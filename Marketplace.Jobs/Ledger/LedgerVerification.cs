using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>What verifying the books found, and when.</summary>
public sealed class LedgerVerification : IAppendOnly
{
    public const int MaxProblems = 2000;

    private LedgerVerification() => Problems = "";

    internal LedgerVerification(DateTime at, long journals, long entries, IReadOnlyList<string> problems) =>
        (At, Journals, Entries, Problems) = (at, journals, entries, string.Join('\n', problems).Clip(MaxProblems));

    public long Id { get; private set; }
    public DateTime At { get; private set; }
    public long Journals { get; private set; }
    public long Entries { get; private set; }

    /// <summary>One a line; empty where the books are whole.</summary>
    public string Problems { get; private set; }
}
