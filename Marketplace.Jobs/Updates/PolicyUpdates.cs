using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Updates;

/// <summary>
/// Carries out what the policies of sites allow: in the name of the member who saved the policy, within the window, after the cool-down,
/// and only where nothing comes along that a person would have to allow.
/// </summary>
public sealed class PolicyUpdates(IDbContextFactory<MarketplaceDb> databases, Planner planner, OperationCommands operations, TimeProvider clock)
{
    private const int BatchSize = 200;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(15);

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var (id, lookAt) in await DueAsync(cancel))
        {
            if (await ClaimAsync(id, lookAt, cancel) is { } policy)
            {
                await LookAsync(policy, cancel);
            }
        }
    }

    private async Task<List<(long Id, DateTime LookAt)>> DueAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rules = db.ModuleRules;
        return await db.SitePolicies
            .Where(p => p.LookAt <= now
                && p.SetById != null
                && (p.Level != UpdateLevel.Manual
                    || rules.Any(r => r.SiteId == p.SiteId && r.Level != null && r.Level != UpdateLevel.Manual)))
            .OrderBy(p => p.LookAt).Select(p => ValueTuple.Create(p.Id, p.LookAt)).Take(BatchSize).ToListAsync(cancel);
    }

    // Whoever moves the time on has the site; another worker that saw the same time finds it moved.
    private async Task<SitePolicy?> ClaimAsync(long id, DateTime lookAt, CancellationToken cancel)
    {
        var next = clock.UtcNow + Again;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.SitePolicies.Where(p => p.Id == id && p.LookAt == lookAt).ExecuteUpdateAsync(set => set.SetProperty(p => p.LookAt, next), cancel) == 1
            ? await db.SitePolicies.AsNoTracking().Include(p => p.Site).SingleAsync(p => p.Id == id, cancel) : null;
    }

    private async Task LookAsync(SitePolicy policy, CancellationToken cancel)
    {
        var (now, settings) = (clock.UtcNow, policy.Settings);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (settings.Window?.IsOpen(now, settings.TimeZone) is false
            || await db.Operations.AnyAsync(o => o.SiteId == policy.SiteId && o.EndedAt == null, cancel))
        {
            return;
        }

        var taken = (await UpdateQueries.ReadAsync(db, policy.Site.OrganizationId, [policy.SiteId], now, cancel))[policy.SiteId]
            .Select(update => (update.PackageId, Release: update.Taken(TimeSpan.FromHours(settings.CoolDownHours), now)))
            .Where(update => update.Release is not null)
            .ToDictionary(update => update.PackageId, update => update.Release!.Version, StringComparer.OrdinalIgnoreCase);
        if (taken.Count == 0)
        {
            return;
        }

        var actor = new Actor(policy.SetById!.Value);
        if (!await db.Sites.Of(actor).AnyAsync(s => s.Id == policy.SiteId, cancel))
        {
            await StopAsync(policy, cancel);
            return;
        }

        if (await PlanAsync(actor, policy.SiteId, taken, cancel) is var (request, plan)
            // The very same was tried: nothing has changed since, so it would end as it did.
            && !await db.Operations.AnyAsync(o => o.SiteId == policy.SiteId && o.Plan.Hash == plan.Hash, cancel))
        {
            await operations.UpdateByPolicyAsync(actor, policy.SiteId, request, plan.Hash, cancel);
        }
    }

    // All that the policy may take together; where that cannot be, the first of them that can be alone.
    private async Task<(ChangeRequest Request, PlanOutcome.Ready Plan)?> PlanAsync(
        Actor actor, long siteId, Dictionary<string, NuGet.Versioning.NuGetVersion> taken, CancellationToken cancel)
    {
        var clean = new List<(ChangeRequest Request, PlanOutcome.Ready Plan)>();
        foreach (var (id, version) in taken.OrderBy(update => update.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (await CleanAsync(ChangeRequest.Update(id, version)) is { } alone)
            {
                clean.Add(alone);
            }
        }

        return clean.Count == 0 ? null : await CleanAsync(clean.Select(one => one.Request).Aggregate((some, more) => some.And(more))) ?? clean[0];

        async Task<(ChangeRequest, PlanOutcome.Ready)?> CleanAsync(ChangeRequest request) =>
            await planner.PlanAsync(actor, siteId, request, cancel) is PlanOutcome.Ready ready
                && ready.Document.Changes.All(change => IsCovered(change, taken))
                && !ready.Document.Unlicensed.Any()
                ? (request, ready)
                : null;
    }

    private static bool IsCovered(PlanChange change, Dictionary<string, NuGet.Versioning.NuGetVersion> taken) => change.Kind is ChangeKind.Keep
        || (change is { Kind: ChangeKind.Update, Capabilities.Count: 0 }
            && taken.TryGetValue(change.Id, out var version)
            && version.ToNormalizedString() == change.To);

    // Nobody is left in whose name it could act.
    private async Task StopAsync(SitePolicy policy, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var row = await db.SitePolicies.SingleAsync(p => p.Id == policy.Id, cancel);
        row.Stop();
        await PolicyNews.AnnounceAsync(
            db,
            policy.SiteId,
            $"The update policy of {policy.Site.Name} is paused, because the member who saved it can no longer change the site. Save it again.",
            clock.UtcNow,
            cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Carries out update policies. Safe to run twice and by many workers: each site is claimed, and a plan is one operation.</summary>
public sealed class CarryOutPoliciesJob(PolicyUpdates updates)
{
    public Task RunAsync(CancellationToken cancel) => updates.RunAsync(cancel);
}
