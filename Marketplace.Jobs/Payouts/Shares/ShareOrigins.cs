using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts.Shares;

/// <summary>Finds the sale of which a journal is: by the invoice that is its document, or else by the first share of the document.</summary>
internal static class ShareOrigins
{
    private const string Invoices = "invoice/";

    public static async Task<IReadOnlyDictionary<Journal, ShareOrigin>> FindAsync(
        MarketplaceDb db, IReadOnlyList<ShareGain> gains, CancellationToken cancel)
    {
        var journals = gains.Select(gain => gain.Journal).Distinct().ToList();
        var documents = journals.Select(journal => journal.Document).Distinct().ToList();
        var numbers = documents.Where(document => document.StartsWith(Invoices, StringComparison.Ordinal))
            .Select(document => document[Invoices.Length..]).ToList();
        var lines = await LinesAsync(db, numbers, cancel);
        var first = await FirstAsync(db, documents.Where(document => !lines.Contains(document)).ToList(), cancel);
        return journals.OrderBy(journal => journal.At).ThenBy(journal => journal.Id)
            .ToDictionary(journal => journal, journal => lines.Contains(journal.Document) ? Of(journal, lines[journal.Document]) : Unbilled(journal, first));
    }

    private static ShareOrigin Of(Journal journal, IEnumerable<Line> lines)
    {
        var invoice = lines.First(line => line.CorrectsId is null);
        var own = lines.FirstOrDefault(line => Names(journal.Source, line.Source));
        var sold = own?.CorrectsId is null ? own : lines.FirstOrDefault(line => line.CorrectsId is null && line.Number == own.OfNumber);
        return new(invoice.IssuedAt, invoice.InvoiceId, sold?.Id, invoice.IsTest);
    }

    private static bool Names(string journal, string line) => journal == line
        || journal.StartsWith($"recognition/{line.Replace('/', '-')}/", StringComparison.Ordinal);

    private static ShareOrigin Unbilled(Journal journal, Dictionary<string, DateTime> first)
    {
        var isFirst = first.TryAdd(journal.Document, journal.At);
        return new(first[journal.Document], IsFirst: isFirst);
    }

    /// <summary>The lines of the invoices and of their credit notes, by the document of the invoice.</summary>
    private static async Task<ILookup<string, Line>> LinesAsync(MarketplaceDb db, List<string> numbers, CancellationToken cancel)
    {
        var lines = numbers.Count == 0 ? [] : await db.InvoiceItems
            .Where(i => numbers.Contains(i.Invoice.Number) || numbers.Contains(i.Invoice.Corrects!.Number))
            .Select(i => new Line(
                i.Id, i.Source, i.Number, i.OfNumber, i.InvoiceId, i.Invoice.CorrectsId, i.Invoice.Corrects!.Number ?? i.Invoice.Number,
                i.Invoice.IssuedAt, i.Invoice.IsTest))
            .ToListAsync(cancel);
        return lines.ToLookup(line => Invoices + line.Of, StringComparer.Ordinal);
    }

    private static async Task<Dictionary<string, DateTime>> FirstAsync(MarketplaceDb db, List<string> documents, CancellationToken cancel) =>
        documents.Count == 0 ? [] : await db.Shares.Where(s => documents.Contains(s.Journal.Document)).GroupBy(s => s.Journal.Document)
            .Select(g => new { g.Key, At = g.Min(s => s.SoldAt) }).ToDictionaryAsync(g => g.Key, g => g.At, StringComparer.Ordinal, cancel);

    private sealed record Line(
        long Id, string Source, int Number, int? OfNumber, long InvoiceId, long? CorrectsId, string Of, DateTime IssuedAt, bool IsTest);
}
