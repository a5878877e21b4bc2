using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Modules;
using Marketplace.Sites;
using Marketplace.Storage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

public abstract record RepairOutcome
{
    /// <param name="Aside">Where what was there before lies now.</param>
    public sealed record Repaired(int Revision, int Modules, string Aside) : RepairOutcome;

    /// <summary>The folder is as it was.</summary>
    public sealed record Refused(string Sentence) : RepairOutcome;
}

/// <summary>
/// Rebuilds the module folder of a site: the current revision as the marketplace recorded it, from the packages it keeps. Module data stays.
/// </summary>
public sealed class SiteRepair(IDbContextFactory<MarketplaceDb> databases, SiteFolders folders, IPackageStore packages, TimeProvider clock)
{
    public async Task<RepairOutcome> RepairAsync(long siteId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Sites.FirstOrDefaultAsync(s => s.Id == siteId, cancel) is not { } site)
        {
            return new RepairOutcome.Refused($"There is no site {siteId}. Its number is in the address of its page.");
        }

        if (site.Delivery is SiteDelivery.Agent)
        {
            return new RepairOutcome.Refused(
                $"The modules of {site.Name} are fetched by its agent. Empty its module folder on the host, and the agent fetches them again.");
        }

        var (folder, now) = (folders.PathOf(site.Folder), clock.UtcNow);
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        using var repair = TryLock(folder + ".repair.lock");
        if (repair is null)
        {
            return new RepairOutcome.Refused("Another repair of this site is at work.");
        }

        var rebuilt = new ModuleStore(folder + ".repair", clock);
        Clear(rebuilt);
        var revision = await db.Revisions.AsNoTracking().Include(r => r.Modules)
            .FirstOrDefaultAsync(r => r.SiteId == siteId && r.Number == site.CurrentRevision, cancel);
        if (revision is not null && await BuildAsync(rebuilt, revision, cancel) is { } problem)
        {
            return new RepairOutcome.Refused(problem);
        }

        var aside = $"{folder}.damaged-{now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        if (!folders.Store(site.Folder).Replace(rebuilt, aside, () => db.Sites.Any(s => s.Id == siteId && s.CurrentRevision == site.CurrentRevision)))
        {
            Clear(rebuilt);
            return new RepairOutcome.Refused($"An operation is at work on {site.Name}, or has just ended there. Try again.");
        }

        await db.Revisions.Where(r => r.SiteId == siteId && r.Number != site.CurrentRevision && r.CollectedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.CollectedAt, now), cancel);
        db.Audit(null, "site.repair", $"site/{siteId}", $"Folder of {site.Name} rebuilt in revision {site.CurrentRevision}", now);
        db.Changed(LiveTopic.Site(siteId), now);
        await db.SaveChangesAsync(cancel);
        return new RepairOutcome.Repaired(site.CurrentRevision, revision?.Modules.Count ?? 0, aside);
    }

    private async Task<string?> BuildAsync(ModuleStore rebuilt, Revision revision, CancellationToken cancel)
    {
        var name = revision.OperationId is { } operation ? $"operation-{operation}" : $"revision-{revision.Number}";
        using (var change = ((BeginOutcome.Begun)rebuilt.Begin(name, 0, revision.Number)).Operation)
        {
            var modules = new List<InstalledModule>();
            foreach (var module in revision.Modules)
            {
                if (await StageAsync(change, module, cancel) is not { } staged)
                {
                    return $"The package of {module.PackageId} {module.Version} is missing from the package store, or damaged. "
                        + "Restore the store from a backup first.";
                }

                modules.Add(staged);
            }

            change.Write([.. modules.OrderBy(m => m.Id, StringComparer.OrdinalIgnoreCase)], revision.HostVersion);
            change.Activate();
            change.Commit();
            return null;
        }
    }

    private async Task<InstalledModule?> StageAsync(StoreOperation change, RevisionModule module, CancellationToken cancel)
    {
        await using var package = await packages.OpenAsync(module.PackageHash, cancel);
        return package is not null
            && await change.ReceiveAsync((from, _) => Task.FromResult(From(package, from)), module.PackageHash, null, cancel) is ReceiveOutcome.Received
            && await change.UnpackAsync(cancel) is StageOutcome.Staged(var staged) ? staged : null;
    }

    // A lock of the operating system, which a process that dies gives back.
    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Clear(ModuleStore rebuilt)
    {
        if (Directory.Exists(rebuilt.Folder))
        {
            Directory.Delete(rebuilt.Folder, recursive: true);
        }
    }

    private static Stream From(Stream package, long at)
    {
        package.Position = at;
        return package;
    }
}
