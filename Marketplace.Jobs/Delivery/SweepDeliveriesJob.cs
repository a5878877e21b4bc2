using Hangfire;
using Marketplace.Data;
using Marketplace.Operations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Delivery;

/// <summary>Finds parked operations about which there is something new, and lets a worker take them.</summary>
public sealed class ParkedOperations(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int BatchSize = 100;

    /// <summary>The operations that were woken, of all sites. One that another process has woken meanwhile is not among them.</summary>
    public Task<IReadOnlyList<long>> WakeAsync(CancellationToken cancel) => WakeAsync(null, cancel);

    public async Task<IReadOnlyList<long>> WakeAsync(long? siteId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var silent = db.Silent(clock.UtcNow);
        var due = await db.Deliveries
            .Where(d => siteId == null || d.SiteId == siteId)
            .Where(d => d.Operation!.State == OperationState.Running && d.ParkedLease == d.Operation.LeaseNumber
                && (d.Reports > d.SeenReport
                    || (d.State == DeliveryState.Open
                        && d.Operation.CancelRequestedAt != null
                        && (d.SwitchedAt == null || silent.Any(s => s.Id == d.Id)))))
            .OrderBy(d => d.Id).Select(d => new { Id = d.Operation!.Id, d.Operation.LeaseNumber }).Take(BatchSize).ToListAsync(cancel);
        var woken = new List<long>();
        foreach (var operation in due)
        {
            if (await OperationLease.UnparkAsync(db, operation.Id, operation.LeaseNumber, clock.UtcNow, cancel))
            {
                woken.Add(operation.Id);
            }
        }

        return woken;
    }
}

/// <summary>Lets workers take operations whose agent has reported, or that shall be cancelled; <see cref="OperationWatch"/> sees them within seconds.</summary>
[Queue("installs"), AutomaticRetry(Attempts = 0)]
public sealed class SweepDeliveriesJob(ParkedOperations parked)
{
    public Task RunAsync(CancellationToken cancel) => parked.WakeAsync(cancel);
}
