using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>What ended operations mean for the modules' figures. Saved by the caller, together with the mark that the operations are counted.</summary>
internal static class UsageFigures
{
    public static async Task AddAsync(MarketplaceDb db, IReadOnlyCollection<Operation> operations, DateTime now, CancellationToken cancel)
    {
        var done = operations.Where(o => o.State is OperationState.Done).Select(o => (Operation: o, Plan: PlanDocument.Parse(o.Plan.Json))).ToList();
        var ids = done.SelectMany(d => d.Plan.Changes).Where(c => c.From != c.To).Select(c => Module.Normalize(c.Id)).Distinct().ToList();
        if (ids.Count == 0)
        {
            return;
        }

        var releases = await db.Releases
            .Where(r => ids.Contains(r.Module.NormalizedId))
            .Select(r => new ReleaseKey(r.Id, r.ModuleId, r.PackageHash))
            .ToListAsync(cancel);
        var byHash = releases.ToDictionary(r => r.Hash);

        // A rollback brings back what was there: nobody chose it again. An update is no further install.
        foreach (var (operation, plan) in done.Where(d => d.Plan.Restores is null))
        {
            foreach (var change in plan.Of(ChangeKind.Add).Where(c => byHash.ContainsKey(c.Hash)))
            {
                db.Add(UsageEvent.Installed(byHash[change.Hash].ModuleId, byHash[change.Hash].Id, operation.EndedAt ?? now));
            }
        }

        await SpreadAsync(db, ids, releases, now, cancel);
        foreach (var id in ids)
        {
            db.Changed(LiveTopic.Module(id), now);
        }

        db.Wake(Work.Usage, now);
    }

    // Read from the sites as they are now, so that a second reading corrects whatever a first one missed.
    private static async Task SpreadAsync(MarketplaceDb db, List<string> ids, List<ReleaseKey> releases, DateTime at, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(at);
        var hashes = db.Releases.Where(r => ids.Contains(r.Module.NormalizedId)).Select(r => r.PackageHash);
        var sites = await db.Sites.SelectMany(s => s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules))
            .Where(m => hashes.Contains(m.PackageHash))
            .GroupBy(m => m.PackageHash)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var keys = releases.ConvertAll(r => r.Id);
        var latest = await db.ReleaseAdoptions.Where(a => keys.Contains(a.ReleaseId)).GroupBy(a => a.ReleaseId)
            .Select(g => g.OrderByDescending(a => a.Day).First()).ToDictionaryAsync(a => a.ReleaseId, cancel);
        foreach (var release in releases)
        {
            var now = sites.GetValueOrDefault(release.Hash);
            var known = latest.GetValueOrDefault(release.Id);
            if (now == (known?.Sites ?? 0))
            {
                continue;
            }

            if (known?.Day != today)
            {
                db.Add(known = new ReleaseAdoption(release.ModuleId, release.Id, today));
            }

            known.Spread(now);
        }

        foreach (var module in await db.Modules.Include(m => m.Figures).Where(m => ids.Contains(m.NormalizedId)).ToListAsync(cancel))
        {
            module.Figures.Spread(releases.Where(r => r.ModuleId == module.Id).Sum(r => sites.GetValueOrDefault(r.Hash)));
            module.Touch(at);
        }
    }

    private sealed record ReleaseKey(long Id, long ModuleId, string Hash);
}
