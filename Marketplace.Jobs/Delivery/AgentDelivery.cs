using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Delivery;

/// <summary>
/// Carries out operations on sites with an agent: hands the revision over, then writes down what the agent reports. While the agent is at it, or away,
/// no worker waits: the operation is parked under its lease, and a report or a request to cancel wakes it.
/// </summary>
internal sealed class AgentDelivery(OperationOutcomes outcomes, ParkedOperations parked, LicenseSeats seats, TimeProvider clock) : ISiteDelivery
{
    /// <summary>Parked for so long at most, should nothing wake it.</summary>
    private static readonly TimeSpan Parking = TimeSpan.FromDays(1);

    public SiteDelivery Kind => SiteDelivery.Agent;

    public Task UnparkAsync(long siteId, CancellationToken cancel) => parked.WakeAsync(siteId, cancel);

    public async Task CarryOutAsync(OperationLease lease, Func<Task<bool>> rebase, CancellationToken cancel)
    {
        var (db, operation) = (lease.Db, lease.Operation);
        var delivery = await db.Deliveries.AsNoTracking()
            .Include(d => d.Log.OrderBy(l => l.Ordinal))
            .Where(d => d.OperationId == operation.Id)
            .OrderByDescending(d => d.Id)
            .FirstOrDefaultAsync(cancel);
        if (delivery is null or { State: DeliveryState.Failed, IsSeen: true })
        {
            await HandOverAsync(lease, rebase, cancel);
            return;
        }

        AgentSteps.Write(operation, delivery);
        switch (delivery.State)
        {
            case DeliveryState.Committed:
                await outcomes.FinishAsync(lease, Revision(delivery), cancel);
                return;
            case DeliveryState.Failed:
                await outcomes.FailAsync(lease, delivery.Failure!, cancel);
                break;
            case DeliveryState.Withdrawn:
                await outcomes.CancelAsync(lease, cancel);
                return;
            case DeliveryState.Open when operation.CancelRequestedAt is not null && await WithdrawAsync(db, delivery, cancel):
                await outcomes.CancelAsync(lease, cancel);
                return;
            case DeliveryState.Open when operation.CancelRequestedAt is not null && await db.Silent(clock.UtcNow).AnyAsync(d => d.Id == delivery.Id, cancel):
                await outcomes.FailForGoodAsync(
                    lease,
                    AbsentAgents.GivenUp(await db.AgentContacts
                        .Where(c => c.SiteId == operation.SiteId)
                        .Select(c => (DateTime?)c.SeenAt)
                        .FirstOrDefaultAsync(cancel)),
                    cancel);
                return;
            default:
                await lease.SaveAsync(cancel);
                break;
        }

        await ParkAsync(lease, delivery.Id, delivery.Reports, cancel);
    }

    private async Task HandOverAsync(OperationLease lease, Func<Task<bool>> rebase, CancellationToken cancel)
    {
        var (db, operation, now) = (lease.Db, lease.Operation, clock.UtcNow);
        if (operation.CancelRequestedAt is not null)
        {
            await outcomes.CancelAsync(lease, cancel);
            return;
        }

        if ((operation.FromRevision != operation.Site.CurrentRevision && !await rebase()) || !await IsFreeAsync(db, operation.SiteId, cancel))
        {
            return;
        }

        var plan = PlanDocument.Parse(operation.Plan.Json);
        if (await UnavailableAsync(db, operation, plan, cancel) is { } unavailable)
        {
            await outcomes.FailAsync(lease, new(FailureCategory.Verification, $"{unavailable.Id} {unavailable.To} is no longer available."), cancel);
            return;
        }

        if (await seats.TakeAsync(operation.Id, plan, cancel) is { } unlicensed)
        {
            await outcomes.FailAsync(lease, new(FailureCategory.License, unlicensed), cancel);
            return;
        }

        var contact = await db.AgentContacts.AsNoTracking().FirstOrDefaultAsync(c => c.SiteId == operation.SiteId, cancel);
        var number = await AgentRevisions.FreeAsync(db, operation.SiteId, contact?.Highest ?? 0, cancel);
        var document = new LockDocument(
            operation.SiteId, number, operation.FromRevision, plan.Restores, $"operation-{operation.Id}", plan.HostVersion, now,
            await ModulesAsync(db, plan, cancel), plan.Forgets);
        operation.Attempt();
        operation.Begin(OperationStep.For(plan), now);
        operation.Steps.First().Start(now);
        operation.Say(contact?.IsPresent(now) is true ? "Handed to the site’s agent" : "The site’s agent is away; it takes this up when it comes", now);
        var delivery = new DeliveryOrder(operation.SiteId, operation.Id, number, document.ToText(), now);
        db.Deliveries.Add(delivery);
        db.Changed(LiveTopic.Delivery(operation.SiteId), now);
        await lease.SaveAsync(cancel);
        await ParkAsync(lease, delivery.Id, 0, cancel);
    }

    // What the agent is catching up with makes way, unless it is just switching the site; then this is tried again when the lease ends.
    private async Task<bool> IsFreeAsync(MarketplaceDb db, long siteId, CancellationToken cancel) =>
        await db.Deliveries.AsNoTracking()
            .FirstOrDefaultAsync(d => d.SiteId == siteId && d.State == DeliveryState.Open, cancel) is not { } other
            || await WithdrawAsync(db, other, cancel);

    private async Task<bool> WithdrawAsync(MarketplaceDb db, DeliveryOrder delivery, CancellationToken cancel)
    {
        var (now, stamp) = (clock.UtcNow, Guid.NewGuid());
        return await db.Deliveries.Where(d => d.Id == delivery.Id && d.State == DeliveryState.Open && d.SwitchedAt == null).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.State, DeliveryState.Withdrawn).SetProperty(d => d.EndedAt, now).SetProperty(d => d.Stamp, stamp), cancel) == 1;
    }

    // Marked as seen first: what comes after is more than was seen. If it came before the operation was parked, its announcement found nothing to wake.
    private async Task ParkAsync(OperationLease lease, long deliveryId, int reports, CancellationToken cancel)
    {
        var (db, operation, number) = (lease.Db, lease.Operation, lease.Operation.LeaseNumber);
        var delivery = db.Deliveries.Where(d => d.Id == deliveryId);
        await delivery.ExecuteUpdateAsync(set => set.SetProperty(d => d.SeenReport, reports).SetProperty(d => d.ParkedLease, number), cancel);
        await lease.ParkAsync(Parking, cancel);
        if (await delivery.AnyAsync(d => d.Reports > reports || d.Operation!.CancelRequestedAt != null, cancel))
        {
            db.Wake(Work.Sites, clock.UtcNow, operation.SiteId);
            await db.SaveChangesAsync(cancel);
        }
    }

    // What the agent reports says it.
    public SiteRevision? Committed(Operation operation) => null;

    private static async Task<PlanChange?> UnavailableAsync(MarketplaceDb db, Operation operation, PlanDocument plan, CancellationToken cancel)
    {
        var hashes = plan.Restores is null ? plan.Incoming.Select(change => change.Hash).ToList() : [];
        var available = await db.AvailableReleasesFor(operation.Site.OrganizationId)
            .Where(r => hashes.Contains(r.PackageHash))
            .Select(r => r.PackageHash)
            .ToListAsync(cancel);
        return plan.Incoming.FirstOrDefault(change => hashes.Contains(change.Hash) && !available.Contains(change.Hash));
    }

    // What comes, and of what is there the rest that stays; in a rollback what was there then.
    private static async Task<IReadOnlyList<LockedModule>> ModulesAsync(MarketplaceDb db, PlanDocument plan, CancellationToken cancel)
    {
        var number = plan.Restores ?? plan.FromRevision;
        var there = await db.Revisions
            .Where(r => r.SiteId == plan.SiteId && r.Number == number)
            .SelectMany(r => r.Modules)
            .Select(m => new { m.PackageId, m.Version, m.PackageHash })
            .ToListAsync(cancel);
        var kept = plan.Of(ChangeKind.Keep).Select(change => change.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hashes = there.ConvertAll(m => m.PackageHash);
        var sizes = await db.Releases
            .Where(r => hashes.Contains(r.PackageHash))
            .Select(r => new { r.PackageHash, r.PackageSize })
            .ToDictionaryAsync(r => r.PackageHash, r => r.PackageSize, cancel);
        return
        [
            .. plan.Restores is null ? plan.Incoming.Select(change => new LockedModule(change.Id, change.To!, change.Hash, change.Size)) : [],
            .. there
                .Where(m => plan.Restores is not null || kept.Contains(m.PackageId))
                .Select(m => new LockedModule(m.PackageId, m.Version, m.PackageHash, sizes.GetValueOrDefault(m.PackageHash))),
        ];
    }

    private static SiteRevision Revision(DeliveryOrder delivery)
    {
        var document = LockDocument.Parse(delivery.Document)!;
        return new SiteRevision(document.Revision, document.Operation, document.HostVersion, delivery.EndedAt!.Value,
            [.. document.Modules.Select(module => new InstalledModule(module.Id, module.Version, module.Sha256, "", "", "", null, [], []))], document.Restores);
    }
}
