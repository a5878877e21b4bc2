using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Quotes;

public enum QuoteAnswer
{
    Done,

    /// <summary>Only owners of the organization that it is for may, and only custom quotes are answered.</summary>
    NotAllowed,

    /// <summary>It is not the text that was looked at.</summary>
    Changed,
    Expired,

    /// <summary>It was accepted, declined or withdrawn before.</summary>
    Ended,
}

/// <summary>Hears of answers in their transaction; implemented by the slice that the quote was made in.</summary>
public interface IQuoteListener
{
    Task AnsweredAsync(MarketplaceDb db, KeptQuote quote, QuoteEnding ending, CancellationToken cancel);
}

/// <summary>Owners of clients accept and decline custom quotes. What is accepted is the text with this hash, and nothing else.</summary>
public sealed class QuoteAnswers(IDbContextFactory<MarketplaceDb> databases, IEnumerable<IQuoteListener> listeners, TimeProvider clock)
{
    public Task<QuoteAnswer> AcceptAsync(Actor actor, Guid id, string hash, CancellationToken cancel) =>
        EndAsync(actor, id, QuoteEndingKind.Accepted, hash, "", cancel);

    /// <param name="reason">Sent to who made it; may be empty.</param>
    public Task<QuoteAnswer> DeclineAsync(Actor actor, Guid id, string hash, string reason, CancellationToken cancel) =>
        EndAsync(actor, id, QuoteEndingKind.Declined, hash, reason.Trim().Clip(QuoteEnding.MaxReason), cancel);

    private async Task<QuoteAnswer> EndAsync(Actor actor, Guid id, QuoteEndingKind kind, string hash, string reason, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var owned = db.Organizations.OwnedBy(actor);
        var quote = await db.Quotes.Include(q => q.Ending).FirstOrDefaultAsync(q => q.Id == id && owned.Any(o => o.Id == q.OrganizationId), cancel);
        if (quote is null || !QuoteDocument.Read(quote.Document).IsCustom)
        {
            return QuoteAnswer.NotAllowed;
        }

        if (quote.Ending is not null)
        {
            return QuoteAnswer.Ended;
        }

        if (hash != quote.Hash || QuoteDocument.Hash(quote.Document) != hash)
        {
            return QuoteAnswer.Changed;
        }

        var now = clock.UtcNow;
        if (now >= quote.ValidUntil)
        {
            return QuoteAnswer.Expired;
        }

        var ending = new QuoteEnding(id, kind, hash, reason, actor.UserId, now);
        db.Add(ending);
        var (action, details) = kind is QuoteEndingKind.Accepted ? ("quote.accept", hash) : ("quote.decline", reason);
        db.Audit(actor, action, $"quote/{id}", details, now);
        foreach (var listener in listeners)
        {
            await listener.AnsweredAsync(db, quote, ending, cancel);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
            return QuoteAnswer.Done;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return QuoteAnswer.Ended;
        }
    }
}
