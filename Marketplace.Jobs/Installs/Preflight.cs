using System.Globalization;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Installs;

/// <summary>What must be so before anything is fetched. That the folder can be written and the revision is the planned one shows when the store's journal is begun.</summary>
public sealed class Preflight(TimeProvider clock)
{
    // A package lies there packed and unpacked, and the file system has its own needs.
    private const int SpaceFor = 3;

    internal async Task<string> CheckAsync(OperationLease lease, ModuleStore store, PlanDocument plan, CancellationToken cancel)
    {
        var host = HostStatus.Read(store.Folder) is { } status && status.IsRunning(clock.UtcNow) ? status : null;
        if (host is not null && host.HostVersion != plan.HostVersion)
        {
            throw OperationStoppedException.With(FailureCategory.HostRefused, $"The running host is {host.HostVersion}, but the plan was made for {plan.HostVersion}. Set the site's host version to {host.HostVersion} and make a new plan.");
        }

        var (needed, free) = (SpaceFor * plan.Incoming.Sum(change => change.Size), new DriveInfo(store.Folder).AvailableFreeSpace);
        if (plan.Restores is null && free < needed)
        {
            throw OperationStoppedException.With(FailureCategory.Disk, $"The site's folder has {Megabytes(free)} free, and this needs {Megabytes(needed)}.");
        }

        if (plan.Restores is null)
        {
            var hashes = plan.Incoming.Select(change => change.Hash).ToList();
            var available = await lease.Db.AvailableReleasesFor(lease.Operation.Site.OrganizationId).Where(r => hashes.Contains(r.PackageHash)).Select(r => r.PackageHash).ToListAsync(cancel);
            if (plan.Incoming.FirstOrDefault(change => !available.Contains(change.Hash)) is { } gone)
            {
                throw OperationStoppedException.With(FailureCategory.Verification, $"{gone.Id} {gone.To} is not available any more.");
            }
        }

        return $"{Megabytes(free)} free; {(host is null ? "no host is running" : $"host {host.HostVersion} is running")}";
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:#,0.#} MB");
}
