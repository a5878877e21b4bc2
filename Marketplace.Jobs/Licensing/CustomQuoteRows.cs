using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing;

/// <summary>The newest quote of a request.</summary>
/// <param name="Reason">Why the client declined it; empty where it said nothing.</param>
public sealed record CustomQuoteRow(Guid Id, QuoteState State, Money Total, DateTime ValidUntil, string Reason);

internal static class CustomQuoteRows
{
    extension(MarketplaceDb db)
    {
        /// <summary>What the client accepted; null while it accepted nothing.</summary>
        public async Task<Quote?> AcceptedQuoteAsync(long requestId, CancellationToken cancel) =>
            await db.CustomQuotes.Where(q => q.RequestId == requestId && q.Quote.Ending!.Kind == QuoteEndingKind.Accepted)
                .Select(q => q.Quote.Document).FirstOrDefaultAsync(cancel) is { } document ? QuoteDocument.Read(document) : null;

        /// <summary>Ends the quotes of a request that nobody answered.</summary>
        public async Task WithdrawQuotesAsync(long requestId, Actor actor, DateTime now, CancellationToken cancel)
        {
            var waiting = await db.CustomQuotes.Where(q => q.RequestId == requestId && q.Quote.Ending == null)
                .Select(q => new { q.QuoteId, q.Quote.Hash }).ToListAsync(cancel);
            foreach (var quote in waiting)
            {
                db.Add(new QuoteEnding(quote.QuoteId, QuoteEndingKind.Withdrawn, quote.Hash, "", actor.UserId, now));
                db.Audit(actor, "quote.withdraw", $"quote/{quote.QuoteId}", quote.Hash, now);
            }
        }

        /// <summary>By the ids of requests.</summary>
        public async Task<IReadOnlyDictionary<long, CustomQuoteRow>> NewestQuotesAsync(
            IReadOnlyCollection<long> requests, DateTime now, CancellationToken cancel)
        {
            var quotes = await db.CustomQuotes.AsNoTracking().Where(q => requests.Contains(q.RequestId))
                .Where(q => !q.Request.Quotes.Any(later => later.Id > q.Id))
                .Select(q => new
                {
                    q.RequestId, q.QuoteId, q.Quote.Document, q.Quote.ValidUntil, Kind = (QuoteEndingKind?)q.Quote.Ending!.Kind, q.Quote.Ending.Reason,
                })
                .ToListAsync(cancel);
            return quotes.ToDictionary(q => q.RequestId, q => new CustomQuoteRow(
                q.QuoteId, QuoteStates.Of(q.Kind, q.ValidUntil, now), QuoteDocument.Read(q.Document).Total, q.ValidUntil, q.Reason ?? ""));
        }
    }
}
