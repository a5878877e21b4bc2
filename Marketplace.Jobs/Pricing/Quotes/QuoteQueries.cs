using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Quotes;

/// <param name="Organization">Whom it was made for.</param>
/// <param name="IsWhole">The document is as it was when the quote was made.</param>
public sealed record QuoteView(Quote Quote, string Organization, string Hash, bool IsWhole, bool IsOpen);

/// <summary>Reads quotes: whoever has the address of one may.</summary>
public sealed class QuoteQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public async Task<QuoteView?> ReadAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await db.Quotes.AsNoTracking().Where(q => q.Id == id)
            .Select(q => new { q.Document, q.Hash, q.ValidUntil, q.Organization.Name }).FirstOrDefaultAsync(cancel);
        return found is null ? null : new(
            QuoteDocument.Read(found.Document), found.Name, found.Hash, QuoteDocument.Hash(found.Document) == found.Hash, clock.UtcNow < found.ValidUntil);
    }
}
