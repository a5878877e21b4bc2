using Hangfire;
using Marketplace.Data;
using Marketplace.Licensing.Metering;
using Marketplace.Modules;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Delivery;

/// <summary>Takes down what the modules of sites have used: as their agents tell it, or from the folders that our worker writes.</summary>
public sealed partial class SiteUsage(
    IDbContextFactory<MarketplaceDb> databases, UsageReports reports, SiteFolders folders, ILogger<SiteUsage> log)
{
    private const int Batch = 200, MaxFiles = 100;

    /// <param name="siteId">The site that tells it.</param>
    public async Task<UsageReceipt> RecordAsync(long siteId, IReadOnlyCollection<UsageEntry> entries, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var organization = await db.Sites.Where(s => s.Id == siteId).Select(s => s.OrganizationId).SingleAsync(cancel);
        return await reports.RecordAsync(organization, $"site/{siteId}", entries, cancel);
    }

    /// <summary>Fetches it from all folders. A file goes once it counts; what is refused in it is not asked again.</summary>
    public async Task CollectAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        for (var after = 0L; ;)
        {
            var sites = await db.Sites.AsNoTracking().Where(s => s.Id > after && s.Delivery == SiteDelivery.Folder && s.CurrentRevision > 0)
                .OrderBy(s => s.Id).Take(Batch).Select(s => new { s.Id, s.Folder }).ToListAsync(cancel);
            foreach (var site in sites)
            {
                try
                {
                    await CollectAsync(site.Id, folders.Store(site.Folder), cancel);
                }
                // One site keeps no other waiting, whatever is wrong with it.
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    LogNotCollected(site.Id, error.Message);
                }
            }

            if (sites.Count < Batch)
            {
                return;
            }

            after = sites[^1].Id;
        }
    }

    private async Task CollectAsync(long siteId, ModuleStore store, CancellationToken cancel)
    {
        foreach (var batch in store.UsageBatches(MaxFiles))
        {
            foreach (var part in batch.Entries.Chunk(UsageReports.MaxEntries))
            {
                foreach (var refused in (await RecordAsync(siteId, part, cancel)).Refused)
                {
                    LogRefused(refused.Report, siteId, refused.Reason);
                }
            }

            File.Delete(batch.Path);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The usage of site {Site} could not be collected: {Reason}")]
    private partial void LogNotCollected(long site, string reason);

    [LoggerMessage(LogLevel.Warning, "Usage {Report} of site {Site} does not count: {Reason}")]
    private partial void LogRefused(Guid report, long site, string reason);
}

/// <summary>Fetches what modules have used from folders. Safe to run twice: each entry counts once.</summary>
[Queue("installs"), AutomaticRetry(Attempts = 0)]
public sealed class CollectUsageJob(SiteUsage usage)
{
    public Task RunAsync(CancellationToken cancel) => usage.CollectAsync(cancel);
}
