using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>
/// The journals of a bank account. Its cash is what stands on the statements, line by line; what a line is for is decided later, and until then it is
/// unallocated.
/// </summary>
public static class BankPostings
{
    /// <param name="amount">Less than nothing where it left the account.</param>
    public static Posting Line(string source, string description, string document, DateTime at, string provider, Money amount)
    {
        var cash = AccountKey.ProviderCash(provider);
        return amount.Minor > 0
            ? new(JournalKind.Payment, source, description, document, at, new PostingLine(cash, AccountKey.UnallocatedReceipts, amount))
            : new(JournalKind.Transfer, source, description, document, at, new PostingLine(AccountKey.UnallocatedReceipts, cash, -amount));
    }

    /// <summary>A line has nothing to do with the marketplace, so the money is not in its books.</summary>
    public static Posting Ignored(string source, string description, string document, DateTime at, string provider, Money amount)
    {
        var line = Line(source, description, document, at, provider, -amount);
        return new(JournalKind.Correction, source, description, document, at, line.Lines);
    }

    public static Posting Fee(string source, string description, string document, DateTime at, string provider, Money fee) => new(
        JournalKind.ProviderFee, source, description, document, at,
        new PostingLine(AccountKey.ProviderFees(provider), AccountKey.UnallocatedReceipts, fee));

    /// <summary>So much of what arrived pays an invoice.</summary>
    public static Posting Assigned(string source, string description, string document, DateTime at, Money amount) => new(
        JournalKind.Payment, source, description, document, at, new PostingLine(AccountKey.UnallocatedReceipts, AccountKey.Receivable, amount));

    /// <summary>What was assigned to an invoice that is not paid in full is taken off it.</summary>
    public static Posting Released(string source, string description, string document, DateTime at, Money amount) => new(
        JournalKind.Correction, source, description, document, at, new PostingLine(AccountKey.Receivable, AccountKey.UnallocatedReceipts, amount));

    /// <summary>What is owed to the client has left the account, or is about to: the line of the statement says when.</summary>
    public static Posting Refunded(string source, string description, string document, DateTime at, Money amount) => new(
        JournalKind.Refund, source, description, document, at, new PostingLine(AccountKey.Receivable, AccountKey.UnallocatedReceipts, amount));
}
