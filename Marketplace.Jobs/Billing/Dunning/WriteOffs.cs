using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Dunning;

/// <summary>
/// Writes off what nobody pays of a period. The days that are not delivered any more are credited, with their tax; the rest was delivered, so it is a loss of
/// the marketplace: its receivable goes, publishers keep their share, and its tax stays due until a tax adviser claims it back.
/// </summary>
public sealed class WriteOffs(CreditIssue credits, Journals journals)
{
    /// <param name="byId">Null where a campaign ended so.</param>
    public async Task WriteOffAsync(MarketplaceDb db, SubscriptionPeriod period, string reason, long? byId, DateTime now, CancellationToken cancel)
    {
        var (id, today) = (period.InvoiceId, DateOnly.FromDateTime(now));
        var invoice = await db.Invoices.AsNoTracking().SingleAsync(i => i.Id == id, cancel);
        var document = $"invoice/{invoice.Number}";
        var terms = await db.RecognitionSchedules.AsNoTracking().Where(s => s.Document == document && s.EndedOn == null).ToListAsync(cancel);
        var text = invoice.Document;
        await credits.IssueAsync(
            db, invoice, left => Undelivered(text, left, terms, today), "The subscription has ended, and the days after were not delivered.",
            isKept: false, now, cancel);
        await db.SaveChangesAsync(cancel);
        var rest = await db.Invoices.Where(i => i.Id == id).WithRest().Select(one => one.Minor).SingleAsync(cancel);
        if (rest > 0)
        {
            db.Add(new InvoiceWriteOff(invoice.Id, rest, reason, byId, now));
            await journals.PostAsync(
                db,
                Postings.WriteOff($"write-off/{invoice.Number}", $"{period.Names}: {reason}", document, now, new(rest, invoice.Currency)),
                cancel);
        }

        db.Changed(LiveTopic.Billing(invoice.OrganizationId), now);
    }

    // What stands in deferred revenue for the days from now on.
    private static List<CreditPart> Undelivered(
        InvoiceDocument invoice, Func<int, Money> leftOf, IReadOnlyList<RecognitionSchedule> terms, DateOnly today) =>
    [
        .. from line in Enumerable.Range(0, invoice.Lines.Count)
           let term = terms.FirstOrDefault(one => one.Source == InvoiceIssue.SourceOf(invoice.Number, line))
           where term is not null
           let unearned = term.Minor - Recognition.Before(term.Minor, term.From, term.To, today)
           let left = leftOf(line)
           let net = left with { Minor = Math.Min(left.Minor, unearned) }
           where net.Minor > 0
           select new CreditPart(line, net),
    ];
}
