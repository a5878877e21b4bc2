using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts.Shares;

/// <summary>What became of a sale for its publisher so far; of a term, what is earned of it.</summary>
/// <param name="NetMinor">The price, without tax and what was credited.</param>
/// <param name="FeeMinor">What the provider took for the payment, in proportion. The marketplace bears it.</param>
/// <param name="CommissionMinor">The marketplace's, so far.</param>
/// <param name="ShareMinor">The publisher's, so far.</param>
/// <param name="AvailableMinor">What of the share was released.</param>
/// <param name="AvailableAt">When the last of what is held now becomes available, if nothing else holds it; null where nothing is held.</param>
public sealed record EarningRow(
    long Id, DateTime At, string Publisher, string PackageId, string Module, string Offer, long NetMinor, long TaxMinor, long FeeMinor, long CommissionMinor,
    long ShareMinor, long AvailableMinor, DateTime? AvailableAt, string Currency, bool IsTest)
{
    public Money Net => new(NetMinor, Currency);
    public Money Tax => new(TaxMinor, Currency);
    public Money Fee => new(FeeMinor, Currency);
    public Money Commission => new(CommissionMinor, Currency);
    public Money Share => new(ShareMinor, Currency);
    public Money Available => new(AvailableMinor, Currency);
}

/// <summary>What one's publishers earned, for their members.</summary>
public sealed class EarningQueries(IDbContextFactory<MarketplaceDb> databases)
{
    public static readonly ListColumns<InvoiceItem> Columns = new ListColumns<InvoiceItem>(i => i.Id, "-at")
        .Time("at", i => i.Invoice.IssuedAt).Text("module", i => i.Text).Text("id", i => i.Module.PackageId).Text("offer", i => i.Detail)
        .Text("publisher", i => i.Publisher.Name).Text("currency", i => i.Invoice.Currency).Sorted("net", i => i.NetMinor).Sorted("tax", i => i.TaxMinor);

    /// <summary>By publisher and currency.</summary>
    public async Task<IReadOnlyList<PublisherBalance>> BalancesAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor).Where(o => o.Publishes);
        return await Balances(db, own).ToListAsync(cancel);
    }

    public async Task<Page<EarningRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<EarningRow> StreamAsync(Actor actor, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, query), cancel);

    internal static IQueryable<PublisherBalance> Balances(MarketplaceDb db, IQueryable<Organization> publishers)
    {
        var shares = db.Shares;
        return db.Balances.Where(b => (b.Account.Kind == AccountKind.PayableAvailable || b.Account.Kind == AccountKind.PayableHeld)
                && publishers.Any(o => o.Id == b.Account.PublisherId))
            .GroupBy(b => new { b.Account.PublisherId, b.Account.Publisher!.Name, b.Currency })
            .OrderBy(g => g.Key.Name).ThenBy(g => g.Key.Currency)
            .Select(g => new PublisherBalance(
                g.Key.PublisherId!.Value, g.Key.Name, g.Key.Currency,
                g.Sum(b => b.Account.Kind == AccountKind.PayableAvailable ? b.Credit - b.Debit : 0),
                g.Sum(b => b.Account.Kind == AccountKind.PayableHeld ? b.Credit - b.Debit : 0),
                shares.Where(s => s.PublisherId == g.Key.PublisherId && s.Currency == g.Key.Currency && s.ReleaseId == null && s.Part == SharePart.Reserve)
                    .Sum(s => s.Minor),
                shares.Where(s => s.PublisherId == g.Key.PublisherId && s.Currency == g.Key.Currency && s.ReleaseId == null)
                    .Min(s => (DateTime?)s.DueAt)));
    }

    private static IQueryable<EarningRow> Rows(MarketplaceDb db, Actor actor, ListQuery query)
    {
        var (own, items, shares, payments) = (db.Organizations.Of(actor), db.InvoiceItems, db.Shares, db.Set<Payment>());
        var (commissions, back) = (Commissions(db), CreditedCommissions(db));
        var sold = items.AsNoTracking()
            .Where(i => i.Invoice.Kind == InvoiceKind.Invoice && i.NetMinor > 0 && own.Any(o => o.Id == i.PublisherId && o.Publishes));
        return Columns.Apply(sold, query).Select(i => new EarningRow(
            i.Id, i.Invoice.IssuedAt, i.Publisher.Name, i.Module.PackageId, i.Text, i.Detail,
            i.NetMinor - items.Where(c => c.Invoice.CorrectsId == i.InvoiceId && c.OfNumber == i.Number).Sum(c => c.NetMinor),
            i.TaxMinor - items.Where(c => c.Invoice.CorrectsId == i.InvoiceId && c.OfNumber == i.Number).Sum(c => c.TaxMinor),
            payments.Where(p => i.Invoice.Payments.Any(part => part.PaymentId == p.Id)).Sum(p => p.FeeMinor ?? 0)
                * (i.NetMinor + i.TaxMinor) / (i.Invoice.NetMinor + i.Invoice.TaxMinor),
            commissions.Where(c => c.ItemId == i.Id).Sum(c => c.Minor) - back.Where(c => c.ItemId == i.Id).Sum(c => c.Minor),
            shares.Where(s => s.ItemId == i.Id).Sum(s => s.Minor),
            shares.Where(s => s.ItemId == i.Id && s.ReleaseId != null).Sum(s => s.Minor),
            shares.Where(s => s.ItemId == i.Id && s.ReleaseId == null).Max(s => (DateTime?)s.DueAt),
            i.Invoice.Currency, i.Invoice.IsTest));
    }

    // The invoice's name finds its journals by index.
    private static IQueryable<ItemCommission> Commissions(MarketplaceDb db) =>
        from i in db.Set<InvoiceItem>()
        from e in db.Set<Entry>()
        where e.Journal.Document == "invoice/" + i.Invoice.Number && e.Credit.Kind == AccountKind.Commission
            && (e.Journal.Source == i.Source || e.Journal.Source.StartsWith("recognition/" + i.Source.Replace("/", "-") + "/"))
        select new ItemCommission { ItemId = i.Id, Minor = e.Minor };

    private static IQueryable<ItemCommission> CreditedCommissions(MarketplaceDb db) =>
        from i in db.Set<InvoiceItem>()
        from c in db.Set<InvoiceItem>()
        where c.Invoice.CorrectsId == i.InvoiceId && c.OfNumber == i.Number
        from e in db.Set<Entry>()
        where e.Journal.Source == c.Source && e.Debit.Kind == AccountKind.Refunds
        select new ItemCommission { ItemId = i.Id, Minor = e.Minor };

    private sealed class ItemCommission
    {
        public required long ItemId { get; init; }
        public required long Minor { get; init; }
    }
}
