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

    /// <summary>The time for refunds has passed.</summary>
    public static Posting ShareRelease(string source, string description, string document, DateTime at, long publisherId, Money amount) => new(
        JournalKind.ShareRelease, source, description, document, at,
        new PostingLine(AccountKey.PayableHeld(publisherId), AccountKey.PayableAvailable(publisherId), amount));

    public static Posting Payout(string source, string description, string document, DateTime at, string provider, long publisherId, Money amount) => new(
        JournalKind.Payout, source, description, document, at,
        new PostingLine(AccountKey.PayableAvailable(publisherId), AccountKey.ProviderCash(provider), amount));

    private static IEnumerable<Leg> Taxes(SoldGoods goods, bool isDebit) =>
        goods.Taxes.Select(tax => new Leg(AccountKey.TaxPayable(tax.Country, tax.Percent), isDebit, tax.Amount));
}
