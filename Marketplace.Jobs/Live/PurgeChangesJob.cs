using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Live;

/// <summary>Removes changes that every process has published. Safe to run twice: it deletes by age.</summary>
public sealed class PurgeChangesJob(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>Below the number of locks from which SQL Server locks the whole table.</summary>
    private const int BatchSize = 1000;

    public async Task RunAsync(CancellationToken cancel)
    {
        var before = clock.UtcNow - Kept;
        await using var db = await databases.CreateDbContextAsync(cancel);
        while (await db.Changes.Where(c => c.At < before).OrderBy(c => c.Id).Take(BatchSize).ExecuteDeleteAsync(cancel) == BatchSize)
        {
        }
    }
}
