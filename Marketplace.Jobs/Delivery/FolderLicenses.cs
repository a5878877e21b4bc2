using System.Collections.Concurrent;
using Hangfire;
using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Delivery;

/// <summary>Puts the license files of sites whose folder our worker writes where their hosts read them.</summary>
public sealed partial class FolderLicenses(
    IDbContextFactory<MarketplaceDb> databases, LicenseFiles licenses, SiteFolders folders, ILogger<FolderLicenses> log)
{
    private const int Batch = 200;

    // What another process has written is written once more, which changes nothing.
    private readonly ConcurrentDictionary<long, string> _tags = new();

    /// <summary>Writes what has changed on one site.</summary>
    public async Task WriteAsync(long siteId, ModuleStore store, CancellationToken cancel)
    {
        if (await licenses.OfSiteAsync(siteId, _tags.GetValueOrDefault(siteId), cancel) is not { } files)
        {
            return;
        }

        foreach (var file in files.Files)
        {
            store.PutLicense(file.PackageId, file.Text);
        }

        _tags[siteId] = files.Tag;
    }

    /// <summary>Writes what has changed on all sites. One whose folder cannot be written is passed over, and tried again the next time.</summary>
    /// <param name="organizationId">Of one organization; null for all.</param>
    public async Task WriteAllAsync(long? organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        for (var after = 0L; ;)
        {
            var sites = await db.Sites.AsNoTracking()
                .Where(s => s.Id > after && s.Delivery == SiteDelivery.Folder && s.CurrentRevision > 0)
                .Where(s => organizationId == null || s.OrganizationId == organizationId)
                .OrderBy(s => s.Id).Take(Batch).Select(s => new { s.Id, s.Folder }).ToListAsync(cancel);
            foreach (var site in sites)
            {
                try
                {
                    await WriteAsync(site.Id, folders.Store(site.Folder), cancel);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    LogNotWritten(site.Id, error.Message);
                }
            }

            if (sites.Count < Batch)
            {
                return;
            }

            after = sites[^1].Id;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The license files of site {Site} could not be written: {Reason}")]
    private partial void LogNotWritten(long site, string reason);
}

/// <summary>Writes license files where something changed, and each day all of them. Safe to run twice: the same file is written twice.</summary>
[Queue("installs"), AutomaticRetry(Attempts = 0)]
public sealed class WriteLicenseFilesJob(FolderLicenses licenses)
{
    public Task RunAsync(long? organizationId, CancellationToken cancel) => licenses.WriteAllAsync(organizationId, cancel);
}
