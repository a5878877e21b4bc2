using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>
/// The journals of what a provider passes on from the money that it holds. What it is for is unallocated, as with a line of a bank statement.
/// </summary>
public static class TransferPostings
{
    /// <param name="id">The provider's own of the transfer, or of its reversal.</param>
    public static string SourceOf(string provider, string id) => $"provider-transfer/{provider}-{id}";

    /// <param name="amount">Less than nothing where it came back.</param>
    public static Posting Of(string provider, string id, string description, string document, DateTime at, Money amount)
    {
        var cash = AccountKey.ProviderCash(provider);
        return new(
            JournalKind.Transfer, SourceOf(provider, id), description, document, at,
            amount.Minor > 0 ? new PostingLine(AccountKey.UnallocatedReceipts, cash, amount) : new PostingLine(cash, AccountKey.UnallocatedReceipts, -amount));
    }
}
