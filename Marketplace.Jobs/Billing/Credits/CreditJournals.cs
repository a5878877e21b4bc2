using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Credits;

/// <summary>A credit note that has its number.</summary>
/// <param name="Sold">The day of the invoice: its commission counts.</param>
/// <param name="EndsTerm">By line: its term ends.</param>
/// <param name="Left">By line: what of the invoice's was not credited before, without tax.</param>
public sealed record CreditWritten(InvoiceDocument Document, DateOnly Sold, IReadOnlyList<bool> EndsTerm, IReadOnlyList<Money> Left);

/// <summary>The journals of a credit note, one for each line or more where a term ends.</summary>
public sealed class CreditJournals(Journals journals, TermEnds terms, CommissionRates commissions)
{
    /// <summary>The lines of the invoice, from 0, whose terms run still.</summary>
    internal static async Task<IReadOnlySet<int>> RunningAsync(MarketplaceDb db, InvoiceDocument credit, CancellationToken cancel)
    {
        var sources = credit.Lines.Where(line => line.From is not null).ToDictionary(line => SourceOf(credit, line), line => line.Of!.Value);
        var running = await db.RecognitionSchedules.Where(s => sources.Keys.Contains(s.Source) && s.EndedOn == null).Select(s => s.Source).ToListAsync(cancel);
        return running.Select(source => sources[source]).ToHashSet();
    }

    /// <summary>What would be posted; nothing is.</summary>
    public async Task<IReadOnlyList<Posting>> PreviewAsync(MarketplaceDb db, CreditWritten credit, DateTime now, CancellationToken cancel)
    {
        var postings = new List<Posting>();
        foreach (var index in Enumerable.Range(0, credit.Document.Lines.Count))
        {
            postings.AddRange(credit.EndsTerm[index]
                ? await TermEnds.PreviewAsync(db, End(credit, index, now), cancel)
                : [await CreditAsync(db, credit, index, now, cancel)]);
        }

        return postings;
    }

    public async Task PostAsync(MarketplaceDb db, CreditWritten credit, DateTime now, CancellationToken cancel)
    {
        foreach (var index in Enumerable.Range(0, credit.Document.Lines.Count))
        {
            if (credit.EndsTerm[index])
            {
                await terms.EndAsync(db, End(credit, index, now), cancel);
            }
            else
            {
                await journals.PostAsync(db, await CreditAsync(db, credit, index, now, cancel), cancel);
            }
        }
    }

    private static TermEnd End(CreditWritten credit, int index, DateTime now)
    {
        var line = credit.Document.Lines[index];
        return new(
            SourceOf(credit.Document, line), now, credit.Document.Date,
            new TermRefund(Source(credit, index), line.Text, AccountKey.Receivable, line.Net, [.. InvoiceIssue.Taxes(credit.Document, line)]));
    }

    private async Task<Posting> CreditAsync(MarketplaceDb db, CreditWritten credit, int index, DateTime now, CancellationToken cancel)
    {
        var line = credit.Document.Lines[index];
        if (credit.Document.InterestOn is not null)
        {
            return CreditPostings.Interest(Source(credit, index), line.Text, $"invoice/{credit.Document.Corrects}", now, line.Net);
        }

        var rate = await commissions.OfAsync(db, new Sold(line.PublisherId, line.ModuleId, line.Tier, credit.Sold), cancel);
        return CreditPostings.Credit(
            Source(credit, index), line.Text, $"invoice/{credit.Document.Corrects}", now,
            new(line.PublisherId, line.Net, rate, [.. InvoiceIssue.Taxes(credit.Document, line)]), credit.Left[index]);
    }

    private static string SourceOf(InvoiceDocument credit, InvoiceLine line) => InvoiceIssue.SourceOf(credit.Corrects!, line.Of!.Value);

    private static string Source(CreditWritten credit, int index) => InvoiceIssue.CreditSourceOf(credit.Document.Number, index);
}
