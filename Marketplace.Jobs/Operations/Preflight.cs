using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Modules.Packages;
using Marketplace.Planning;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Operations;

/// <summary>
/// What must be so before anything is fetched. That the folder can be written and the revision is the planned one shows when the
/// store's journal is begun.
/// </summary>
public sealed class Preflight(LicenseSeats seats, TimeProvider clock)
{
    internal async Task<string> CheckAsync(OperationLease lease, ModuleStore store, PlanDocument plan, CancellationToken cancel)
    {
        var host = HostStatus.Read(store.Folder) is { } status && status.IsRunning(clock.UtcNow) ? status : null;
        var free = new DriveInfo(store.Folder).AvailableFreeSpace;
        // A rollback brings nothing: its files are there, and it works with the marketplace's catalog away.
        if (plan.Restores is null)
        {
            if (store.LackOfSpace(plan.Incoming.Sum(change => (double)change.Size)) is { } lack)
            {
                throw OperationStoppedException.With(FailureCategory.Disk, lack);
            }

            await CheckReleasesAsync(lease, plan, host, cancel);
            if (await seats.TakeAsync(lease.Operation.Id, plan, cancel) is { } problem)
            {
                throw OperationStoppedException.With(FailureCategory.License, problem);
            }
        }

        return $"{PackageStaging.SizeText(free)} free; {(host is null ? "no host is running" : $"host {host.HostVersion} is running")}";
    }

    private static async Task CheckReleasesAsync(OperationLease lease, PlanDocument plan, HostStatus? host, CancellationToken cancel)
    {
        var hashes = plan.Incoming.Select(change => change.Hash).ToList();
        var available = await lease.Db.AvailableReleasesFor(lease.Operation.Site.OrganizationId).Where(r => hashes.Contains(r.PackageHash))
            .ToDictionaryAsync(r => r.PackageHash, r => r.HostRange, cancel);
        foreach (var change in plan.Incoming)
        {
            if (!available.TryGetValue(change.Hash, out var range))
            {
                throw OperationStoppedException.With(FailureCategory.Verification, $"{change.Id} {change.To} is no longer available.");
            }

            if (host is not null && NuGetVersion.TryParse(host.HostVersion, out var running) && !VersionRange.Parse(range).Includes(running))
            {
                throw OperationStoppedException.With(
                    FailureCategory.HostRefused,
                    $"The running host is {host.HostVersion}, for which {change.Id} {change.To} is not made; "
                        + $"the plan was made for {plan.HostVersion}. "
                        + $"Set the site's host version to {host.HostVersion} and make a new plan.");
            }
        }
    }
}
