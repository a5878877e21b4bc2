using Marketplace.Data;
using Marketplace.Ledger;

namespace Marketplace.Payments.Reconciliation;

/// <summary>The journals that only a provider's movement tells of: pure.</summary>
internal static class MovementPostings
{
    /// <param name="cash">What the books say that the main journal did to the provider's cash; nothing where it is not posted.</param>
    /// <param name="hasFee">The fee is posted.</param>
    public static IEnumerable<Posting> Of(KeptMovement movement, MovementSources sources, Money? cash, bool hasFee)
    {
        var (provider, at) = (movement.Provider, movement.At);
        if (cash is null && movement.Kind is MovementKind.Payout)
        {
            yield return Between(JournalKind.Transfer, sources.Main!, "Payout of the provider", sources.Document, at,
                AccountKey.CashInTransit, AccountKey.ProviderCash(provider), -movement.Gross);
        }

        if (cash is null && movement.Kind is MovementKind.Fee)
        {
            yield return Between(JournalKind.ProviderFee, sources.Main!, $"Fee of {provider}", sources.Document, at,
                AccountKey.ProviderFees(provider), AccountKey.ProviderCash(provider), -movement.Net);
        }

        if (cash is { } ours && ours.Currency != movement.Currency)
        {
            var (difference, held) = (AccountKey.ExchangeDifference, AccountKey.ProviderCash(provider));
            yield return Posting.Of(JournalKind.Exchange, MovementFinder.Exchange(movement), "Settled in another currency", sources.Document, at,
            [
                new(held, ours.Minor < 0, Positive(ours)), new(difference, ours.Minor > 0, Positive(ours)),
                new(held, movement.Gross.Minor > 0, Positive(movement.Gross)), new(difference, movement.Gross.Minor < 0, Positive(movement.Gross)),
            ]);
        }

        if (!hasFee && movement.FeeMinor != 0 && sources.Fee is { } fee && (cash is not null || movement.Kind is MovementKind.Payout))
        {
            yield return Between(JournalKind.ProviderFee, fee, $"Fee of {provider}", sources.Document, at,
                AccountKey.ProviderFees(provider), AccountKey.ProviderCash(provider), movement.Fee);
        }
    }

    private static Posting Between(
        JournalKind kind, string source, string description, string document, DateTime at, AccountKey debit, AccountKey credit, Money amount) => new(
        kind, source, description, document, at,
        amount.Minor > 0 ? new PostingLine(debit, credit, amount) : new PostingLine(credit, debit, -amount));

    private static Money Positive(Money amount) => amount.Minor < 0 ? -amount : amount;
}
