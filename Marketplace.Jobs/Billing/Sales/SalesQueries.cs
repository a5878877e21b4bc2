using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Sales;

/// <summary>Something that was sold of a publisher's, as the publisher sees it: not to whom.</summary>
/// <param name="Offer">Tier, model and sites, in words.</param>
/// <param name="Country">Of the client's billing address, ISO 3166-1.</param>
/// <param name="RefundedMinor">What of it was credited since.</param>
/// <param name="ShareMinor">What the ledger has of it for the publisher by now: of a term, what is earned.</param>
/// <param name="IsTest">Made in the sandbox: no money moved.</param>
public sealed record SaleRow(
    long Id, DateTime At, string Publisher, string PackageId, string Module, string Offer, string Country, long NetMinor, long RefundedMinor, long ShareMinor,
    string Currency, bool IsTest)
{
    public Money Net => new(NetMinor, Currency);
    public Money Refunded => new(RefundedMinor, Currency);
    public Money Share => new(ShareMinor, Currency);
}

/// <summary>What was sold in one currency, and what became of that since.</summary>
public sealed record SalesSum(string Currency, int Count, long NetMinor, long RefundedMinor, long ShareMinor)
{
    public Money Net => new(NetMinor, Currency);
    public Money Refunded => new(RefundedMinor, Currency);
    public Money Share => new(ShareMinor, Currency);
}

/// <summary>What was sold of the modules of one's publishers, for their members.</summary>
public sealed class SalesQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public static readonly ListColumns<InvoiceItem> Columns = new ListColumns<InvoiceItem>(i => i.Id, "-at")
        .Time("at", i => i.Invoice.IssuedAt).Text("module", i => i.Text).Text("id", i => i.Module.PackageId).Text("offer", i => i.Detail)
        .Text("country", i => i.Country).Text("publisher", i => i.Publisher.Name).Text("currency", i => i.Invoice.Currency).Sorted("net", i => i.NetMinor);

    /// <param name="days">Of how many days until now; null for all.</param>
    public async Task<Page<SaleRow>> ListAsync(Actor actor, int? days, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, days, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<SaleRow> StreamAsync(Actor actor, int? days, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, days, query), cancel);

    /// <summary>By currency, that of most sales first.</summary>
    public async Task<IReadOnlyList<SalesSum>> SumsAsync(Actor actor, int? days, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (sold, items) = (Sold(db, actor, days), db.InvoiceItems);
        var sums = await sold.GroupBy(i => i.Invoice.Currency)
            .Select(g => new { Currency = g.Key, Count = g.Count(), Net = g.Sum(i => i.NetMinor) }).ToListAsync(cancel);
        var refunds = await items.Where(c => sold.Any(i => c.Invoice.CorrectsId == i.InvoiceId && c.OfNumber == i.Number))
            .GroupBy(c => c.Invoice.Currency).Select(g => new { g.Key, Minor = g.Sum(c => c.NetMinor) }).ToDictionaryAsync(g => g.Key, g => g.Minor, cancel);
        var shares = await Shares(db, sold).Concat(CreditedShares(db, sold)).GroupBy(share => share.Currency)
            .Select(g => new { g.Key, Minor = g.Sum(share => share.Minor) }).ToDictionaryAsync(g => g.Key, g => g.Minor, cancel);
        return
        [
            .. sums.OrderByDescending(s => s.Count).ThenBy(s => s.Currency, StringComparer.Ordinal).Select(s => new SalesSum(
                s.Currency, s.Count, s.Net, refunds.GetValueOrDefault(s.Currency), shares.GetValueOrDefault(s.Currency))),
        ];
    }

    private IQueryable<InvoiceItem> Sold(MarketplaceDb db, Actor actor, int? days)
    {
        var own = db.Organizations.Of(actor);
        var sold = db.InvoiceItems.AsNoTracking()
            .Where(i => i.Invoice.Kind == InvoiceKind.Invoice && i.NetMinor > 0 && own.Any(o => o.Id == i.PublisherId && o.Publishes));
        return days is { } some && clock.UtcNow.AddDays(-some) is var since ? sold.Where(i => i.Invoice.IssuedAt >= since) : sold;
    }

    private IQueryable<SaleRow> Rows(MarketplaceDb db, Actor actor, int? days, ListQuery query)
    {
        var (items, sales, credits) = (db.InvoiceItems, Shares(db, db.InvoiceItems), CreditedShares(db, db.InvoiceItems));
        return Columns.Apply(Sold(db, actor, days), query).Select(i => new SaleRow(
            i.Id, i.Invoice.IssuedAt, i.Publisher.Name, i.Module.PackageId, i.Text, i.Detail, i.Country, i.NetMinor,
            items.Where(c => c.Invoice.CorrectsId == i.InvoiceId && c.OfNumber == i.Number).Sum(c => c.NetMinor),
            sales.Where(share => share.ItemId == i.Id).Sum(share => share.Minor) + credits.Where(share => share.ItemId == i.Id).Sum(share => share.Minor),
            i.Invoice.Currency, i.Invoice.IsTest));
    }

    // Of the sale and of what was earned of its term since. The invoice's name finds its journals by index.
    private static IQueryable<EntryShare> Shares(MarketplaceDb db, IQueryable<InvoiceItem> sold) =>
        from i in sold
        from e in db.Set<Entry>()
        where e.Journal.Document == "invoice/" + i.Invoice.Number
            && (e.Journal.Source == i.Source || e.Journal.Source.StartsWith("recognition/" + i.Source.Replace("/", "-") + "/"))
            && (e.Credit.PublisherId == i.PublisherId || e.Debit.PublisherId == i.PublisherId)
        select new EntryShare { ItemId = i.Id, Currency = e.Currency, Minor = e.Credit.PublisherId == i.PublisherId ? e.Minor : -e.Minor };

    private static IQueryable<EntryShare> CreditedShares(MarketplaceDb db, IQueryable<InvoiceItem> sold) =>
        from i in sold
        from c in db.Set<InvoiceItem>()
        where c.Invoice.CorrectsId == i.InvoiceId && c.OfNumber == i.Number
        from e in db.Set<Entry>()
        where e.Journal.Source == c.Source && (e.Credit.PublisherId == i.PublisherId || e.Debit.PublisherId == i.PublisherId)
        select new EntryShare { ItemId = i.Id, Currency = e.Currency, Minor = e.Credit.PublisherId == i.PublisherId ? e.Minor : -e.Minor };

    /// <summary>What an entry gives the publisher of something sold, or takes back.</summary>
    private sealed class EntryShare
    {
        public required long ItemId { get; init; }
        public required string Currency { get; init; }
        public required long Minor { get; init; }
    }
}
