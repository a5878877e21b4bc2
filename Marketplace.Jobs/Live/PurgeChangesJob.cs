using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Live;

/// <summary>Removes changes everybody has heard of. Safe to run twice: it deletes by age.</summary>
public sealed class PurgeChangesJob(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken cancel)
    {
        var before = clock.UtcNow - Kept;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Changes.Where(c => c.At < before).ExecuteDeleteAsync(cancel);
    }
}
