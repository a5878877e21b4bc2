using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>The journals of a payment that its payer contests.</summary>
public static class DisputePostings
{
    /// <summary>The provider takes the amount until it is decided.</summary>
    public static Posting Withdrawn(string source, string document, DateTime at, string provider, Money amount) => new(
        JournalKind.Dispute, source, "Disputed payment", document, at, new PostingLine(AccountKey.Disputes, AccountKey.ProviderCash(provider), amount));

    public static Posting Reinstated(string source, string document, DateTime at, string provider, Money amount) => new(
        JournalKind.Dispute, source, "Dispute won", document, at, new PostingLine(AccountKey.ProviderCash(provider), AccountKey.Disputes, amount));

    public static Posting FeeReturned(string source, string document, DateTime at, string provider, Money fee) => new(
        JournalKind.ProviderFee, source, "Fee of a dispute that was won", document, at,
        new PostingLine(AccountKey.ProviderCash(provider), AccountKey.ProviderFees(provider), fee));
}
