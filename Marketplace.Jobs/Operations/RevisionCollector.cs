using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Operations;

/// <summary>Deletes the files of revisions that nobody will go back to. Their rows stay as history, marked.</summary>
public sealed class RevisionCollector(IDbContextFactory<MarketplaceDb> databases, SiteFolders folders, IOptions<InstallsOptions> options, TimeProvider clock)
{
    private const int Batch = 100;

    public async Task CollectAsync(CancellationToken cancel)
    {
        var (keep, since) = (options.Value.KeepRevisions, clock.UtcNow.AddDays(-options.Value.KeepDays));
        var last = 0L;
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var sites = await db.Sites.AsNoTracking()
                .Where(s => s.Id > last
                    && s.Delivery == SiteDelivery.Folder
                    && s.Revisions.Count(r => r.CollectedAt == null) > keep
                    && s.Revisions.Any(r => r.CollectedAt == null && r.CreatedAt < since))
                .OrderBy(s => s.Id).Select(s => new { s.Id, s.Folder }).Take(Batch).ToListAsync(cancel);
            foreach (var site in sites)
            {
                await CollectAsync(db, site.Id, site.Folder, keep, since, cancel);
                last = site.Id;
            }

            if (sites.Count < Batch)
            {
                return;
            }
        }
    }

    // Killed between the files and the rows, the next run finds the files gone and marks the rows.
    private async Task CollectAsync(MarketplaceDb db, long siteId, string folder, int keep, DateTime since, CancellationToken cancel)
    {
        var store = folders.Store(folder);
        if (!store.Collect(keep, since))
        {
            return;
        }

        var kept = store.Revisions();
        var now = clock.UtcNow;
        if (await db.Revisions.Where(r => r.SiteId == siteId && r.CollectedAt == null && r.CreatedAt < since && !kept.Contains(r.Number))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.CollectedAt, now), cancel) > 0)
        {
            db.Changed(LiveTopic.Site(siteId), now);
            await db.SaveChangesAsync(cancel);
        }
    }
}

/// <summary>Deletes the files of revisions that nobody will go back to. Safe to run twice and at any time.</summary>
public sealed class CollectRevisionsJob(RevisionCollector revisions)
{
    public Task RunAsync(CancellationToken cancel) => revisions.CollectAsync(cancel);
}
