using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Quotes;

/// <param name="Organization">Whom it was made for.</param>
/// <param name="IsWhole">The document is as it was when the quote was made.</param>
/// <param name="ShowsGross">Its amounts are shown with tax, as consumers pay them.</param>
public sealed record QuoteView(Quote Quote, string Organization, string Hash, bool IsWhole, bool IsOpen, bool ShowsGross);

/// <summary>Reads quotes: whoever has the address of one may.</summary>
public sealed class QuoteQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public async Task<QuoteView?> ReadAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var kinds = db.BillingProfiles;
        var found = await db.Quotes.AsNoTracking().Where(q => q.Id == id)
            .Select(q => new
            {
                q.Document, q.Hash, q.ValidUntil, q.Organization.Name,
                Kind = kinds.Where(p => p.OrganizationId == q.OrganizationId).Select(p => (BuyerKind?)p.Kind).FirstOrDefault(),
            })
            .FirstOrDefaultAsync(cancel);
        return found is null ? null : new(
            QuoteDocument.Read(found.Document), found.Name, found.Hash, QuoteDocument.Hash(found.Document) == found.Hash, clock.UtcNow < found.ValidUntil,
            found.Kind is { } kind && TaxRules.PricesInclude(kind));
    }
}
