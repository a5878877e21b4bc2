using Marketplace.Data;

namespace Marketplace.Ledger;

/// <summary>Tax on a sale: where it is due and by which rate.</summary>
public readonly record struct TaxDue(string Country, decimal Percent, Money Amount);

/// <summary>What is sold, as its journal needs to know it.</summary>
/// <param name="Net">Without tax.</param>
public sealed record SoldGoods(long PublisherId, Money Net, int CommissionBasisPoints, params IReadOnlyList<TaxDue> Taxes)
{
    public Money Gross => Net + Taxes.Select(tax => tax.Amount).Sum(Net.Currency);

    public CommissionShare Share => Commission.Split(Net, CommissionBasisPoints);
}

/// <summary>The journals of the usual facts; docs/ledger.md lists them.</summary>
public static class Postings
{
    /// <summary>Sold for good: what is earned is earned at once.</summary>
    public static Posting Sale(string source, string description, string document, DateTime at, SoldGoods goods) => Posting.Of(
        JournalKind.Sale, source, description, document, at,
        [
            Leg.Debit(AccountKey.Receivable, goods.Gross),
            Leg.Credit(AccountKey.Commission, goods.Share.Commission),
            Leg.Credit(AccountKey.PayableHeld(goods.PublisherId), goods.Share.Publisher),
            .. Taxes(goods, isDebit: false),
        ]);

    /// <summary>Sold for a term: earned later, by a <see cref="RecognitionSchedule"/> that whoever posts this adds beside it.</summary>
    public static Posting TermSale(string source, string description, string document, DateTime at, SoldGoods goods) => Posting.Of(
        JournalKind.Sale, source, description, document, at,
        [Leg.Debit(AccountKey.Receivable, goods.Gross), Leg.Credit(AccountKey.DeferredRevenue, goods.Net), .. Taxes(goods, isDebit: false)]);

    public static Posting Payment(string source, string description, string document, DateTime at, string provider, Money amount) => new(
        JournalKind.Payment, source, description, document, at, new PostingLine(AccountKey.ProviderCash(provider), AccountKey.Receivable, amount));

    public static Posting ProviderFee(string source, string description, string document, DateTime at, string provider, Money fee) => new(
        JournalKind.ProviderFee, source, description, document, at,
        new PostingLine(AccountKey.ProviderFees(provider), AccountKey.ProviderCash(provider), fee));

    /// <summary>What was sold for good is paid back, whole or in part, while the publisher's share is held.</summary>
    public static Posting Refund(string source, string description, string document, DateTime at, string provider, SoldGoods goods) => Posting.Of(
        JournalKind.Refund, source, description, document, at,
        [
            Leg.Debit(AccountKey.Refunds, goods.Share.Commission),
            Leg.Debit(AccountKey.PayableHeld(goods.PublisherId), goods.Share.Publisher),
            .. Taxes(goods, isDebit: true),
            Leg.Credit(AccountKey.ProviderCash(provider), goods.Gross),
        ]);

    /// <summary>Nobody pays it: it is no receivable any more, and the marketplace bears it.</summary>
    public static Posting WriteOff(string source, string description, string document, DateTime at, Money amount) => new(
        JournalKind.WriteOff, source, description, document, at, new PostingLine(AccountKey.WriteOffs, AccountKey.Receivable, amount));

    /// <summary>Paid late: the marketplace's own, and no publisher's.</summary>
    public static Posting Interest(string source, string description, string document, DateTime at, Money amount) => new(
        JournalKind.Interest, source, description, document, at, new PostingLine(AccountKey.Receivable, AccountKey.InterestEarned, amount));

    /// <summary>The time for refunds has passed.</summary>
    /// <param name="amount">Less than nothing where it takes back what was released before.</param>
    public static Posting ShareRelease(string source, string description, string document, DateTime at, long publisherId, Money amount)
    {
        var (held, available) = (AccountKey.PayableHeld(publisherId), AccountKey.PayableAvailable(publisherId));
        return new(
            JournalKind.ShareRelease, source, description, document, at,
            amount.Minor < 0 ? new PostingLine(available, held, -amount) : new PostingLine(held, available, amount));
    }

    public static Posting Payout(string source, string description, string document, DateTime at, string provider, long publisherId, Money amount) =>
        Payout(source, description, document, at, AccountKey.ProviderCash(provider), publisherId, amount);

    /// <param name="from">A transfer comes from what is unallocated: the line of the statement takes it from the bank's cash.</param>
    public static Posting Payout(string source, string description, string document, DateTime at, AccountKey from, long publisherId, Money amount) => new(
        JournalKind.Payout, source, description, document, at, new PostingLine(AccountKey.PayableAvailable(publisherId), from, amount));

    /// <summary>A payout came back, or never left: the publisher is owed it still.</summary>
    public static Posting PayoutReturned(
        string source, string description, string document, DateTime at, AccountKey to, long publisherId, Money amount) => new(
        JournalKind.Payout, source, description, document, at, new PostingLine(to, AccountKey.PayableAvailable(publisherId), amount));

    private static IEnumerable<Leg> Taxes(SoldGoods goods, bool isDebit) =>
        goods.Taxes.Select(tax => new Leg(AccountKey.TaxPayable(tax.Country, tax.Percent), isDebit, tax.Amount));
}
