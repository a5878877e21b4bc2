using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>The journals of what is credited to a client, and of the money that goes back for it.</summary>
public static class CreditPostings
{
    /// <summary>What was sold is credited, whole or in part: the client is owed it, the publisher's held share and the commission are less.</summary>
    /// <param name="left">What of it was not credited before, without tax: shares are those of what is kept, so that parts sum to the whole.</param>
    public static Posting Credit(string source, string description, string document, DateTime at, SoldGoods goods, Money left)
    {
        var (before, after) = (Commission.Split(left, goods.CommissionBasisPoints), Commission.Split(left - goods.Net, goods.CommissionBasisPoints));
        return Posting.Of(
            JournalKind.Refund, source, description, document, at,
            [
                Leg.Debit(AccountKey.Refunds, before.Commission - after.Commission),
                Leg.Debit(AccountKey.PayableHeld(goods.PublisherId), before.Publisher - after.Publisher),
                .. goods.Taxes.Select(tax => Leg.Debit(AccountKey.TaxPayable(tax.Country, tax.Percent), tax.Amount)),
                Leg.Credit(AccountKey.Receivable, goods.Gross),
            ]);
    }

    /// <summary>Interest is credited.</summary>
    public static Posting Interest(string source, string description, string document, DateTime at, Money amount) => new(
        JournalKind.Refund, source, description, document, at, new PostingLine(AccountKey.InterestEarned, AccountKey.Receivable, amount));

    /// <summary>What is owed to the client goes back by the provider.</summary>
    public static Posting RefundPaid(string source, string description, string document, DateTime at, string provider, Money amount) => new(
        JournalKind.Refund, source, description, document, at, new PostingLine(AccountKey.Receivable, AccountKey.ProviderCash(provider), amount));

    /// <summary>A refund that had gone out came back: the client is owed it still.</summary>
    public static Posting RefundReturned(string source, string description, string document, DateTime at, string provider, Money amount) => new(
        JournalKind.Refund, source, description, document, at, new PostingLine(AccountKey.ProviderCash(provider), AccountKey.Receivable, amount));

    /// <summary>What is owed to the client is kept for its next invoices.</summary>
    public static Posting Kept(string source, string description, string document, DateTime at, Money amount) => new(
        JournalKind.ClientCredit, source, description, document, at, new PostingLine(AccountKey.Receivable, AccountKey.ClientCredit, amount));

    /// <summary>An invoice is paid by what was kept.</summary>
    public static Posting Used(string source, string description, string document, DateTime at, Money amount) => new(
        JournalKind.ClientCredit, source, description, document, at, new PostingLine(AccountKey.ClientCredit, AccountKey.Receivable, amount));
}
