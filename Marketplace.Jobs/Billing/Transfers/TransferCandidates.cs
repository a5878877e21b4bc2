using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments.Bank;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Transfers;

/// <summary>Reads the invoices that a transfer may pay: those that it names, and those of which as much is open.</summary>
internal static class TransferCandidates
{
    private const int Max = 20, MaxAlike = 1000;

    public static async Task<(IReadOnlySet<string> References, IReadOnlySet<string> Numbers)> NamedAsync(
        MarketplaceDb db, StatementLine line, CancellationToken cancel)
    {
        var prefixes = await db.Set<InvoiceSeries>().Select(s => s.Prefix).Distinct().OrderBy(p => p).Take(Max).ToListAsync(cancel);
        var (inReference, inText) = (ReferenceScan.Find(line.Reference, prefixes), ReferenceScan.Find(line.Text, prefixes));
        return (inReference.References.Union(inText.References).ToHashSet(), inReference.Numbers.Union(inText.Numbers).ToHashSet());
    }

    public static async Task<IReadOnlyList<OpenInvoice>> ReadAsync(
        MarketplaceDb db, StatementLine line, (IReadOnlySet<string> References, IReadOnlySet<string> Numbers) named, CancellationToken cancel)
    {
        var (references, numbers) = (named.References.ToList(), named.Numbers.ToList());
        var found = numbers.Count + references.Count == 0 ? []
            : await ReadAsync(db.Invoices.Where(i => references.Contains(i.Reference) || numbers.Contains(i.Number)), cancel);
        return [.. found.Concat(await AlikeAsync(db, line, cancel)).DistinctBy(invoice => invoice.Id)];
    }

    // Many may owe as much, since prices are alike: by name first, since the documents of all would be much to read.
    private static async Task<IReadOnlyList<OpenInvoice>> AlikeAsync(MarketplaceDb db, StatementLine line, CancellationToken cancel)
    {
        var (minor, currency, profiles) = (line.Amount.Minor, line.Amount.Currency, db.BillingProfiles);
        var alike = await Payable(db.Invoices).Where(i => i.Currency == currency).WithRest().Where(rest => rest.Minor == minor)
            .Select(rest => rest.Invoice).OrderBy(i => i.Id).Take(MaxAlike).Select(i => new
            {
                i.Id, i.Organization.Name,
                Billed = profiles.Where(p => p.OrganizationId == i.OrganizationId).Select(p => p.Address.Name).FirstOrDefault(),
            }).ToListAsync(cancel);
        var ids = alike.OrderByDescending(one => TransferMatch.NameScore(line.Name, [one.Name, one.Billed ?? ""])).Take(Max).Select(one => one.Id).ToList();
        return ids.Count == 0 ? [] : await ReadAsync(db.Invoices.Where(i => ids.Contains(i.Id)), cancel);
    }

    /// <param name="text">Of its number or of the organization's name.</param>
    public static Task<IReadOnlyList<OpenInvoice>> SearchAsync(MarketplaceDb db, string text, CancellationToken cancel)
    {
        var like = text.AsLikePart();
        return ReadAsync(
            db.Invoices.Where(i => EF.Functions.Like(i.Number, like, Texts.LikeEscape) || EF.Functions.Like(i.Organization.Name, like, Texts.LikeEscape))
                .WithRest().Where(rest => rest.Minor > 0).Select(rest => rest.Invoice),
            cancel);
    }

    /// <summary>Of one invoice, as it is now.</summary>
    public static async Task<OpenInvoice?> FindAsync(MarketplaceDb db, long id, CancellationToken cancel) =>
        await ReadAsync(db.Invoices.Where(i => i.Id == id), cancel) is [var one] ? one : null;

    // What is paid by transfer has a day by which it is due.
    private static IQueryable<Invoice> Payable(IQueryable<Invoice> invoices) =>
        invoices.Where(i => i.Kind == InvoiceKind.Invoice && i.Due != null && !i.IsTest);

    private static async Task<IReadOnlyList<OpenInvoice>> ReadAsync(IQueryable<Invoice> invoices, CancellationToken cancel)
    {
        var rows = await Payable(invoices).OrderBy(i => i.Id).Take(Max).WithRest()
            .Select(rest => new
            {
                rest.Invoice.Id, rest.Invoice.Number, rest.Invoice.Reference, rest.Invoice.OrganizationId, rest.Invoice.Organization.Name,
                rest.Invoice.Due, rest.Invoice.Currency, rest.Invoice.Json, rest.Minor,
            }).ToListAsync(cancel);
        return rows.ConvertAll(row => new OpenInvoice(
            row.Id, row.Number, row.Reference, row.OrganizationId, [InvoiceDocument.Parse(row.Json).Buyer.Address.Name, row.Name], row.Due,
            new(Math.Max(row.Minor, 0), row.Currency)));
    }
}
