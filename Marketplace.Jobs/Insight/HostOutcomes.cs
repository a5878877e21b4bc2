using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Insight;

/// <summary>
/// Counts what ended operations showed: which releases were installed on which hosts and stayed, and which were rolled back by the health
/// check or by a person; and what they mean for the modules' figures. Each operation is counted once: its mark and the counts are saved together.
/// </summary>
public sealed partial class HostOutcomes(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock, ILogger<HostOutcomes> log)
{
    private const int Batch = 50;

    public async Task CountAsync(CancellationToken cancel)
    {
        var after = 0L;
        while (await NextAsync(after, cancel) is { Count: > 0 } ids)
        {
            if (!await TryCountAsync(ids, cancel))
            {
                // Another worker was faster with one of them, or the database will not have it: the others are counted all the same.
                foreach (var id in ids)
                {
                    if (!await TryCountAsync([id], cancel))
                    {
                        LogLeft(id);
                    }
                }
            }

            after = ids[^1];
        }
    }

    private async Task<List<long>> NextAsync(long after, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Operations.Where(o => o.EndedAt != null && o.CountedAt == null && o.Id > after)
            .OrderBy(o => o.Id).Select(o => o.Id).Take(Batch).ToListAsync(cancel);
    }

    private async Task<bool> TryCountAsync(List<long> ids, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operations = await db.Operations.Include(o => o.Plan).Where(o => ids.Contains(o.Id) && o.CountedAt == null).OrderBy(o => o.Id).ToListAsync(cancel);
        var seen = operations.SelectMany(o => Seen(o, PlanDocument.Parse(o.Plan.Json))).ToList();
        var modules = seen.Select(s => s.Id).Distinct().ToList();
        var known = await db.Set<HostOutcome>().Where(s => modules.Contains(s.NormalizedId)).ToDictionaryAsync(
            s => (s.NormalizedId, s.Version, s.HostVersion), cancel);
        foreach (var (id, version, host, succeeded) in seen)
        {
            if (!known.TryGetValue((id, version, host), out var sighting))
            {
                db.Add(known[(id, version, host)] = sighting = new HostOutcome(id, version, host));
            }

            sighting.Count(succeeded);
        }

        operations.ForEach(o => o.Count(clock.UtcNow));
        await UsageFigures.AddAsync(db, operations, clock.UtcNow, cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return false;
        }
    }

    private static IEnumerable<(string Id, string Version, string Host, bool Succeeded)> Seen(Operation operation, PlanDocument plan) => operation switch
    {
        // Rolled back by a person: what was there before the rollback and is not kept.
        { State: OperationState.Done } when plan.Restores is not null =>
            plan.Changes.Where(c => c.From is not null && c.From != c.To).Select(c => (Module.Normalize(c.Id), c.From!, plan.HostVersion, false)),
        { State: OperationState.Done } => plan.Incoming.Select(c => (Module.Normalize(c.Id), c.To!, plan.HostVersion, true)),

        // A disk that was full says nothing of the module.
        { State: OperationState.Failed, Failure.Category: FailureCategory.HealthCheck } =>
            plan.Incoming.Select(c => (Module.Normalize(c.Id), c.To!, plan.HostVersion, false)),
        _ => [],
    };

    [LoggerMessage(1305, LogLevel.Warning, "What operation {OperationId} showed of its host could not be counted; it is tried again with the next count.")]
    private partial void LogLeft(long operationId);
}

/// <summary>Counts on which hosts releases were seen. Safe to run twice: an operation is counted once.</summary>
public sealed class CountHostOutcomesJob(HostOutcomes outcomes)
{
    public Task RunAsync(CancellationToken cancel) => outcomes.CountAsync(cancel);
}
