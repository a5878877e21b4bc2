using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Installs;

/// <summary>
/// Counts what ended operations showed: which releases came onto which hosts and stayed, and which were taken back by the health
/// check or by a person; and what they mean for the modules' figures. Each operation is counted once: its mark and the counts are saved together.
/// </summary>
public sealed class Sightings(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int Batch = 50;

    public async Task CountAsync(CancellationToken cancel)
    {
        while (await CountSomeAsync(cancel) == Batch)
        {
        }
    }

    private async Task<int> CountSomeAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operations = await db.Operations.Include(o => o.Plan).Where(o => o.EndedAt != null && o.CountedAt == null).OrderBy(o => o.Id).Take(Batch).ToListAsync(cancel);
        if (operations.Count == 0)
        {
            return 0;
        }

        var seen = operations.SelectMany(o => Seen(o, PlanDocument.Parse(o.Plan.Json))).ToList();
        var ids = seen.Select(s => s.Id).Distinct().ToList();
        var known = await db.Set<HostSighting>().Where(s => ids.Contains(s.NormalizedId)).ToDictionaryAsync(s => (s.NormalizedId, s.Version, s.HostVersion), cancel);
        foreach (var (id, version, host, succeeded) in seen)
        {
            if (!known.TryGetValue((id, version, host), out var sighting))
            {
                db.Add(known[(id, version, host)] = sighting = new HostSighting(id, version, host));
            }

            sighting.Count(succeeded);
        }

        operations.ForEach(o => o.Count(clock.UtcNow));
        await UsageFigures.AddAsync(db, operations, clock.UtcNow, cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
            return operations.Count;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another worker counted the same operations; what it left is counted next time.
            return 0;
        }
    }

    private static IEnumerable<(string Id, string Version, string Host, bool Succeeded)> Seen(Operation operation, PlanDocument plan) => operation switch
    {
        // Taken back by a person: what was there before the rollback and is not kept.
        { State: OperationState.Done } when plan.Restores is not null =>
            plan.Changes.Where(c => c.From is not null && c.From != c.To).Select(c => (Module.Normalize(c.Id), c.From!, plan.HostVersion, false)),
        { State: OperationState.Done } => plan.Incoming.Select(c => (Module.Normalize(c.Id), c.To!, plan.HostVersion, true)),

        // A disk that was full says nothing of the module.
        { State: OperationState.Failed, Failure.Category: FailureCategory.HealthCheck } => plan.Incoming.Select(c => (Module.Normalize(c.Id), c.To!, plan.HostVersion, false)),
        _ => [],
    };
}

/// <summary>Counts on which hosts releases were seen. Safe to run twice: an operation is counted once.</summary>
public sealed class CountSightingsJob(Sightings sightings)
{
    public Task RunAsync(CancellationToken cancel) => sightings.CountAsync(cancel);
}
