using Marketplace.Data;
using Marketplace.Pricing.Succession;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing;

/// <summary>Who has a license on an offer that was issued by hand and ends. One without an end is nobody's to change; what is bought goes on by its
/// subscription, or not at all.</summary>
internal sealed class LicenseHolders(TimeProvider clock) : IOfferHolders
{
    public async Task<IReadOnlyList<OfferHolder>> OfAsync(MarketplaceDb db, long offerId, int most, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        return await db.Licenses.AsNoTracking()
            // A bundle gives a license of each of its modules; that of the offer's own stands for them.
            .Where(l => l.OfferId == offerId && l.ModuleId == l.Offer!.ModuleId && l.Origin == LicenseOrigin.Manual && l.RevokedAt == null
                && l.ExpiresAt > now)
            .GroupBy(l => l.OrganizationId)
            .OrderBy(g => g.Key)
            .Take(most)
            .Select(g => new OfferHolder(g.Key, g.Sum(l => l.Sites ?? 1), null))
            .ToListAsync(cancel);
    }
}
