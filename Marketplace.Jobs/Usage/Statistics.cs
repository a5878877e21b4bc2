using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Usage;

/// <summary>
/// Adds usage events up to daily rows and module figures. An event is deleted in the transaction that counts it: killed before, nothing
/// was counted; after, it is gone. Of two workers at the same events one finds them deleted and counts nothing.
/// </summary>
public sealed class Statistics(IDbContextFactory<MarketplaceDb> databases, IRatingCounts ratings, TimeProvider clock)
{
    private const int Batch = 500;

    public async Task RollUpAsync(CancellationToken cancel)
    {
        while (await RollUpSomeAsync(cancel) == Batch)
        {
        }

        var before = clock.UtcNow - UsageFlush.Kept;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<UsageFlush>().Where(f => f.At < before).ExecuteDeleteAsync(cancel);
    }

    private async Task<int> RollUpSomeAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var events = await db.UsageEvents.OrderBy(e => e.Id).Take(Batch).ToListAsync(cancel);
        if (events.Count == 0)
        {
            return 0;
        }

        await CountDaysAsync(db, events, cancel);
        await CountReleasesAsync(db, events, cancel);
        await CountModulesAsync(db, events, cancel);
        db.RemoveRange(events);
        try
        {
            await db.SaveChangesAsync(cancel);
            return events.Count;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another worker counted them; what it left is counted next time.
            return 0;
        }
    }

    private static async Task CountDaysAsync(MarketplaceDb db, List<UsageEvent> events, CancellationToken cancel)
    {
        var releases = events.Select(e => e.ReleaseId).OfType<long>().Distinct().ToList();
        var days = events.Select(e => e.Day).Distinct().ToList();
        var known = await db.DailyFigures
            .Where(d => releases.Contains(d.ReleaseId) && days.Contains(d.Day))
            .ToDictionaryAsync(d => (d.ReleaseId, d.Day, d.Country), cancel);
        foreach (var usage in events)
        {
            if (usage.ReleaseId is not { } release)
            {
                continue;
            }

            if (!known.TryGetValue((release, usage.Day, usage.Country), out var daily))
            {
                db.Add(known[(release, usage.Day, usage.Country)] = daily = new DailyFigures(usage.ModuleId, release, usage.Day, usage.Country));
            }

            daily.Count(usage.Downloads, usage.Installs);
        }
    }

    private static async Task CountReleasesAsync(MarketplaceDb db, List<UsageEvent> events, CancellationToken cancel)
    {
        var downloads = events
            .Where(e => e is { ReleaseId: not null, Downloads: > 0 })
            .GroupBy(e => e.ReleaseId!.Value)
            .ToDictionary(release => release.Key, release => release.Sum(e => e.Downloads));
        List<long> ids = [.. downloads.Keys];
        var known = await db.Set<ReleaseFigures>().Where(f => ids.Contains(f.ReleaseId)).ToDictionaryAsync(f => f.ReleaseId, cancel);
        foreach (var (id, count) in downloads)
        {
            if (!known.TryGetValue(id, out var figures))
            {
                db.Add(figures = new ReleaseFigures(id));
            }

            figures.Count(count);
        }
    }

    private async Task CountModulesAsync(MarketplaceDb db, List<UsageEvent> events, CancellationToken cancel)
    {
        var ids = events.Select(e => e.ModuleId).Distinct().ToList();
        var modules = await db.Modules.Include(m => m.Figures).Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancel);
        var rated = events.Where(e => e.ReleaseId is null).Select(e => e.ModuleId).Distinct().ToList();
        var counts = await ratings.ReadAsync(db, rated, cancel);
        var hasNews = false;
        foreach (var (id, usage) in events.GroupBy(e => e.ModuleId).Select(module => (module.Key, module.ToList())))
        {
            var module = modules[id];
            module.Figures.Count(usage.Sum(e => e.Downloads), usage.Sum(e => e.Installs));
            if (usage.Exists(e => e.ReleaseId is null))
            {
                module.Figures.Rate([.. Enumerable.Range(1, 5).Select(stars => counts[id].Where(c => c.Stars == stars).Sum(c => c.Count))]);
            }

            // Downloads come all the time; for them alone nothing is drawn or indexed again.
            if (usage.Exists(e => e.Downloads == 0))
            {
                hasNews = true;
                module.Touch(clock.UtcNow);
                db.Changed(LiveTopic.Module(module.NormalizedId), clock.UtcNow);
            }
        }

        if (hasNews)
        {
            db.Changed(LiveTopic.Figures, clock.UtcNow);
        }
    }
}

/// <summary>Adds up what happened since the last run. Safe to run twice, at once or after a crash: an event counts once.</summary>
public sealed class StatisticsJob(Statistics statistics)
{
    public Task RunAsync(CancellationToken cancel) => statistics.RollUpAsync(cancel);
}
