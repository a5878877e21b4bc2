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

    /// <summary>Writes what has changed on one site.</summary>
    /// <param name="siteId">The site.</param>
    /// <param name="store">Its module folder.</param>
    /// <param name="coming">The package ids of modules that it is about to have, beside those on record.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task WriteAsync(long siteId, ModuleStore store, IEnumerable<string> coming, CancellationToken cancel)
    {
        foreach (var file in await licenses.ChangedAsync(siteId, coming, store.LicenseText, cancel))
        {
            store.PutLicense(file.PackageId, file.Text);
        }
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
                    await WriteAsync(site.Id, folders.Store(site.Folder), [], cancel);
                }
                // One site keeps no other from its files, whatever is wrong with it.
                catch (Exception error) when (error is not OperationCanceledException)
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

/// <summary>Writes license files where something changed, and each day all of them. Safe to run twice: a file that is right is left alone.</summary>
[Queue("installs"), AutomaticRetry(Attempts = 0)]
public sealed class WriteLicenseFilesJob(FolderLicenses licenses)
{
    public Task RunAsync(long? organizationId, CancellationToken cancel) => licenses.WriteAllAsync(organizationId, cancel);
}
