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

/// <summary>A quote of an organization of one's own.</summary>
public sealed record QuoteRow(Guid Id, QuoteView View);

/// <summary>Reads quotes: one by its address, which is its secret; lists for members of the organization.</summary>
public sealed class QuoteQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public async Task<QuoteView?> ReadAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Kept(db.Quotes.Where(q => q.Id == id)).FirstOrDefaultAsync(cancel) is { } found ? View(found) : null;
    }

    /// <summary>Those of the actor's organizations, the newest first.</summary>
    public async Task<Page<QuoteRow>> OwnAsync(Actor actor, int page, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await Kept(Of(db, actor).OrderByDescending(q => q.At).ThenBy(q => q.Id)).PageAsync(page, Paging.MaxSize, cancel);
        return new([.. found.Rows.Select(row => new QuoteRow(row.Id, View(row)))], found.Total, found.Number, found.Size);
    }

    /// <summary>Null if there is none of an organization of the actor's.</summary>
    public async Task<QuoteRow?> FindAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Kept(Of(db, actor).Where(q => q.Id == id)).FirstOrDefaultAsync(cancel) is { } found ? new(found.Id, View(found)) : null;
    }

    /// <summary>Whether the actor may buy by it: a member of the client, and a custom quote only once it was accepted.</summary>
    public async Task<bool> MayBuyAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor);
        return await db.Quotes.Where(q => q.Id == id && own.Any(o => o.Id == q.OrganizationId && o.IsClient))
            .Select(q => new { q.Document, Kind = (QuoteEndingKind?)q.Ending!.Kind }).FirstOrDefaultAsync(cancel) is { } found
            && (QuoteDocument.Read(found.Document).IsCustom ? found.Kind is QuoteEndingKind.Accepted : found.Kind is null);
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

    private static IQueryable<KeptQuote> Of(MarketplaceDb db, Actor actor)
    {
        var own = db.Organizations.Of(actor);
        return db.Quotes.Where(q => own.Any(o => o.Id == q.OrganizationId));
    }

    private static IQueryable<Found> Kept(IQueryable<KeptQuote> quotes) => quotes.AsNoTracking().Select(q => new Found(
        q.Id, q.Document, q.Hash, q.ValidUntil, q.Organization.Name, (QuoteEndingKind?)q.Ending!.Kind, (DateTime?)q.Ending.At));

    private QuoteView View(Found found) => new(
        QuoteDocument.Read(found.Document), found.Organization, found.Hash, QuoteDocument.Hash(found.Document) == found.Hash,
        QuoteStates.Of(found.Ending, found.ValidUntil, clock.UtcNow), found.EndedAt);

    private sealed record Found(
        Guid Id, string Document, string Hash, DateTime ValidUntil, string Organization, QuoteEndingKind? Ending, DateTime? EndedAt);
}
