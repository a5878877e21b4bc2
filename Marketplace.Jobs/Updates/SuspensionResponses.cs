using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Updates;

/// <summary>
/// Finds sites that have a release which was suspended, tells their members, and carries out what their policies say. Each site is told once
/// for each suspension; what was told and not carried out is carried out by the next run.
/// </summary>
public sealed class SuspensionResponses(
    IDbContextFactory<MarketplaceDb> databases, Planner planner, OperationCommands operations, IOptions<InstallsOptions> options,
    TimeProvider clock)
{
    private const int BatchSize = 200;

    public async Task RunAsync(CancellationToken cancel)
    {
        await NotifyAsync(cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var id in await db.Set<SiteSuspension>()
            .Where(s => s.RespondedAt == null)
            .OrderBy(s => s.Id)
            .Select(s => s.Id)
            .Take(BatchSize)
            .ToListAsync(cancel))
        {
            await RespondAsync(id, cancel);
        }
    }

    private async Task NotifyAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (told, policies) = (db.Set<SiteSuspension>(), db.SitePolicies);
        var found = await db.Releases.Where(r => r.Suspension != null)
            .Join(
                db.Installed(),
                r => r.PackageHash,
                m => m.Hash,
                (r, m) => new { m.SiteId, m.PackageId, m.Version, r.Id, r.Suspension!.At, r.Suspension.Reason })
            .Where(m => !told.Any(s => s.SiteId == m.SiteId && s.ReleaseId == m.Id && s.SuspendedAt == m.At))
            .Select(m => new
            {
                m.SiteId, m.PackageId, m.Version, m.Id, m.At, m.Reason,
                Response = policies.Where(p => p.SiteId == m.SiteId).Select(p => p.OnSuspension).FirstOrDefault()
            })
            .OrderBy(m => m.SiteId).Take(BatchSize).ToListAsync(cancel);
        foreach (var site in found)
        {
            var (now, response) = (clock.UtcNow, site.Response ?? options.Value.OnSuspension);
            await using var one = await databases.CreateDbContextAsync(cancel);
            one.Add(new SiteSuspension(site.SiteId, site.Id, site.At, response, now));
            var name = await one.Sites.Where(s => s.Id == site.SiteId).Select(s => s.Name).SingleAsync(cancel);
            await PolicyNews.AnnounceAsync(
                one,
                site.SiteId,
                $"{site.PackageId} {site.Version}, which {name} has, was suspended: {site.Reason} {Words(response)}",
                now,
                cancel);
            one.Changed(LiveTopic.Site(site.SiteId), now);
            try
            {
                await one.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException error) when (error.IsLostRace)
            {
                // Another worker notified the members of this site first.
            }
        }

        // Who watches the release sees the answers of its sites.
        foreach (var id in found.Select(site => Module.Normalize(site.PackageId)).Distinct())
        {
            db.Changed(LiveTopic.Module(id), clock.UtcNow);
        }

        await db.SaveChangesAsync(cancel);
    }

    private async Task RespondAsync(long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var suspension = await db.Set<SiteSuspension>()
            .Include(s => s.Site)
            .Include(s => s.Release)
            .ThenInclude(r => r.Module)
            .FirstOrDefaultAsync(s => s.Id == id && s.RespondedAt == null, cancel);
        if (suspension is null)
        {
            return;
        }

        var operation = suspension.Response is SuspensionResponse.Disable or SuspensionResponse.RollBack
            && await ActorAsync(db, suspension, cancel) is { } actor
            ? await CarryOutAsync(db, actor, suspension, cancel)
            : null;
        suspension.Respond(operation, clock.UtcNow);
        db.Changed(LiveTopic.Site(suspension.SiteId), clock.UtcNow);
        if (operation is not null)
        {
            db.Changed(LiveTopic.Module(suspension.Release.Module.NormalizedId), clock.UtcNow);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another worker carried it out; the operation is one, since the plan is.
        }
    }

    // In the name of who saved the policy, or of an owner.
    private static async Task<Actor?> ActorAsync(MarketplaceDb db, SiteSuspension suspension, CancellationToken cancel)
    {
        var setBy = await db.SitePolicies.Where(p => p.SiteId == suspension.SiteId).Select(p => p.SetById).FirstOrDefaultAsync(cancel);
        var user = await db.Memberships
            .Where(m => m.OrganizationId == suspension.Site.OrganizationId)
            .OrderBy(m => m.UserId == setBy ? 0 : 1)
            .ThenByDescending(m => m.Role == MemberRole.Owner ? 1 : 0)
            .ThenBy(m => m.UserId).Select(m => (long?)m.UserId).FirstOrDefaultAsync(cancel);
        return user is { } id ? new Actor(id) : null;
    }

    private async Task<long?> CarryOutAsync(MarketplaceDb db, Actor actor, SiteSuspension suspension, CancellationToken cancel)
    {
        var (site, hash) = (suspension.Site, suspension.Release.PackageHash);
        var earlier = suspension.Response is not SuspensionResponse.RollBack ? null : await db.Revisions
            .Where(r => r.SiteId == site.Id && r.Number < site.CurrentRevision && r.CollectedAt == null && !r.Modules.Any(m => m.PackageHash == hash))
            .OrderByDescending(r => r.Number).Select(r => (int?)r.Number).FirstOrDefaultAsync(cancel);
        var request = earlier is null ? ChangeRequest.Uninstall(suspension.Release.Module.PackageId).AndDependents() : null;
        var plan = request is null ? await planner.RollBackAsync(actor, site.Id, earlier!.Value, cancel)
            : await planner.PlanAsync(actor, site.Id, request, cancel);
        return plan is PlanOutcome.Ready ready
            && await operations.RespondAsync(actor, site.Id, ready, request, cancel) is StartOutcome.Started started
            ? started.OperationId
            : null;
    }

    private static string Words(SuspensionResponse response) => response switch
    {
        SuspensionResponse.Warn => "Nothing was changed.",
        SuspensionResponse.BlockInstalls => "Nothing is installed or updated on the site while it has it.",
        SuspensionResponse.Disable => "By the site's policy it is taken off.",
        _ => "By the site's policy the revision before it is taken up again.",
    };
}

/// <summary>
/// Answers suspensions of releases that sites have. Safe to run twice and by many workers: a site is told once, by a unique row,
/// and a plan is one operation.
/// </summary>
public sealed class RespondToSuspensionsJob(SuspensionResponses responses)
{
    public Task RunAsync(CancellationToken cancel) => responses.RunAsync(cancel);
}
