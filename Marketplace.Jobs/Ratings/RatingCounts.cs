using Marketplace.Data;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ratings;

internal sealed class RatingCounts : IRatingCounts
{
    public async Task<ILookup<long, RatingCount>> ReadAsync(MarketplaceDb db, IReadOnlyCollection<long> moduleIds, CancellationToken cancel) =>
        (await db.Ratings.Where(r => moduleIds.Contains(r.ModuleId) && r.Hiding == null).GroupBy(r => new { r.ModuleId, r.Stars })
            .Select(g => new { g.Key.ModuleId, g.Key.Stars, Count = g.Count() }).ToListAsync(cancel))
        .ToLookup(r => r.ModuleId, r => new RatingCount(r.Stars, r.Count));
}
