using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Quotes;

/// <param name="Organization">Whom it was made for.</param>
/// <param name="IsWhole">The document is as it was when the quote was made.</param>
/// <param name="EndedAt">When it was accepted, declined or withdrawn; null where it was not.</param>
public sealed record QuoteView(Quote Quote, string Organization, string Hash, bool IsWhole, QuoteState State, DateTime? EndedAt = null)
{
    public bool IsOpen => State is QuoteState.Valid;
}

/// <summary>Reads quotes: whoever has the address of one may.</summary>
public sealed class QuoteQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public async Task<QuoteView?> ReadAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await db.Quotes.AsNoTracking().Where(q => q.Id == id)
            .Select(q => new
            {
                q.Document, q.Hash, q.ValidUntil, q.Organization.Name, Kind = (QuoteEndingKind?)q.Ending!.Kind, EndedAt = (DateTime?)q.Ending.At,
            }).FirstOrDefaultAsync(cancel);
        return found is null ? null : new(
            QuoteDocument.Read(found.Document), found.Name, found.Hash, QuoteDocument.Hash(found.Document) == found.Hash,
            QuoteStates.Of(found.Kind, found.ValidUntil, clock.UtcNow), found.EndedAt);
    }

    /// <summary>Whether the actor may accept or decline it: an owner of the client, as long as a custom quote waits.</summary>
    public async Task<bool> MayAnswerAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var owned = db.Organizations.OwnedBy(actor);
        return await db.Quotes.Where(q => q.Id == id && q.Ending == null && q.ValidUntil > now && owned.Any(o => o.Id == q.OrganizationId))
            .Select(q => q.Document).FirstOrDefaultAsync(cancel) is { } document && QuoteDocument.Read(document).IsCustom;
    }
}
