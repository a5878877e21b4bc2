using System.Data.Common;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

/// <summary>Thrown when another worker has taken the operation over: whoever lost it must no longer write.</summary>
internal sealed class LeaseLostException() : Exception("Another worker has taken the operation over.");

/// <summary>
/// One worker's right to carry out one operation. Every save renews it and fails once another worker holds a newer one.
/// </summary>
public sealed class OperationLease(MarketplaceDb db, Operation operation, TimeProvider clock)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(6);

    public MarketplaceDb Db => db;

    public Operation Operation => operation;

    /// <summary>Null if the operation has ended, another worker holds it, or another operation of its site comes first.</summary>
    public static async Task<OperationLease?> TakeAsync(MarketplaceDb db, long operationId, TimeProvider clock, CancellationToken cancel)
    {
        var (now, until) = (clock.UtcNow, clock.UtcNow + Length);
        var (others, folders) = (db.Operations, db.Sites.Where(s => s.Delivery == SiteDelivery.Folder));
        try
        {
            var taken = await db.OperationsToTake(now)
                .Where(o => o.Id == operationId)
                .Where(o => !others.Any(other => other.SiteId == o.SiteId && other.Id != o.Id && other.State == OperationState.Running))
                .ExecuteUpdateAsync(set => set
                    .SetProperty(o => o.State, OperationState.Running)
                    .SetProperty(o => o.LeaseUntil, until)
                    // Counted before the folder is touched, whatever that leads to. An agent's operation is looked at many times in one attempt.
                    .SetProperty(o => o.Attempts, o => folders.Any(s => s.Id == o.SiteId) ? o.Attempts + 1 : o.Attempts)
                    .SetProperty(o => o.LeaseNumber, o => o.LeaseNumber + 1), cancel);
            if (taken == 0)
            {
                return null;
            }
        }
        catch (DbException error) when (error.IsLostRace)
        {
            // The unique index let another operation of the site run first; the next sweep tries again.
            return null;
        }

        return new(db, await Whole(db).SingleAsync(o => o.Id == operationId, cancel), clock);
    }

    /// <summary>The same lease on fresh rows; null if it was lost meanwhile.</summary>
    public static async Task<OperationLease?> AgainAsync(MarketplaceDb db, Operation held, TimeProvider clock, CancellationToken cancel) =>
        await Whole(db)
            .SingleOrDefaultAsync(
                o => o.Id == held.Id && o.LeaseNumber == held.LeaseNumber && o.State == OperationState.Running,
                cancel) is { } operation
            ? new(db, operation, clock)
            : null;

    private static IQueryable<Operation> Whole(MarketplaceDb db) =>
        db.Operations.Include(o => o.Steps.OrderBy(s => s.Ordinal)).Include(o => o.Plan).Include(o => o.Site);

    /// <summary>Keeps the lease while no worker is at it. Guarded like a save: a lease that was lost stays lost.</summary>
    public async Task ParkAsync(TimeSpan atMost, CancellationToken cancel)
    {
        var until = clock.UtcNow + atMost;
        await Held(db, operation.Id, operation.LeaseNumber).ExecuteUpdateAsync(set => set.SetProperty(o => o.LeaseUntil, until), cancel);
    }

    /// <summary>Lets another worker take a parked operation; false if that has happened already.</summary>
    public static async Task<bool> UnparkAsync(MarketplaceDb db, long operationId, int leaseNumber, DateTime now, CancellationToken cancel)
    {
        var past = now.AddSeconds(-1);
        return await Held(db, operationId, leaseNumber).ExecuteUpdateAsync(set => set.SetProperty(o => o.LeaseUntil, past), cancel) == 1;
    }

    private static IQueryable<Operation> Held(MarketplaceDb db, long id, int number) =>
        db.Operations.Where(o => o.Id == id && o.LeaseNumber == number && o.State == OperationState.Running);

    /// <summary>Saves what was written, renews the lease and tells the pages.</summary>
    public async Task SaveAsync(CancellationToken cancel)
    {
        if (!operation.HasEnded)
        {
            operation.Renew(clock.UtcNow + Length);
        }

        db.Changed(LiveTopic.Operation(operation.Id), clock.UtcNow);
        while (true)
        {
            try
            {
                await db.SaveChangesAsync(cancel);
                return;
            }
            catch (DbUpdateConcurrencyException conflict)
            {
                await AcceptCancelRequestAsync(conflict, cancel);
            }
        }
    }

    // The one thing that others may write meanwhile is the request to cancel.
    private async Task AcceptCancelRequestAsync(DbUpdateConcurrencyException conflict, CancellationToken cancel)
    {
        var entry = db.Entry(operation);
        var there = conflict.Entries.Any(e => e.Entity == operation) ? await entry.GetDatabaseValuesAsync(cancel) : null;
        if (there is null || there.GetValue<int>(nameof(Operation.LeaseNumber)) != operation.LeaseNumber)
        {
            throw new LeaseLostException();
        }

        var asked = entry.Property(o => o.CancelRequestedAt);
        (asked.OriginalValue, asked.CurrentValue) = (
            there.GetValue<DateTime?>(nameof(Operation.CancelRequestedAt)),
            there.GetValue<DateTime?>(nameof(Operation.CancelRequestedAt)));
    }
}
