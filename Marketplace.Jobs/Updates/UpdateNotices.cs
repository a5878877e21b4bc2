using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Updates;

/// <summary>
/// Tells the members of sites, and their webhooks, of new releases of what the sites have: webhooks and of security at once, of the
/// rest as the site's policy says. Begins at the releases that are new, so that it asks of no site for which nothing is.
/// </summary>
public sealed class UpdateNotices(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxReleases = 50;
    private const int MaxNews = 500;
    private const int MaxNamed = 6;

    public async Task NotifyAsync(CancellationToken cancel)
    {
        while (await NoteAsync(cancel) == MaxReleases)
        {
        }

        while (await NotifySomeAsync(cancel) == MaxNews)
        {
        }
    }

    // The releases' mark, the news and the posts are saved together: each release is noted once, whoever notes it.
    private async Task<int> NoteAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var releases = await db.PassedReleases().Offered().Where(r => r.SitesNotifiedAt == null).OrderBy(r => r.Id).Take(MaxReleases).ToListAsync(cancel);
        if (releases.Count == 0)
        {
            return 0;
        }

        var (modules, ids) = (releases.Select(r => r.ModuleId).Distinct().ToArray(), releases.Select(r => r.Id).ToHashSet());
        var all = db.Releases.Where(r => modules.Contains(r.ModuleId));
        var sites = await db.Sites
            .Join(
                db.Installed().Where(m => all.Any(r => r.PackageHash == m.Hash)).Select(m => m.SiteId).Distinct(),
                s => s.Id,
                id => id,
                (s, _) => new { s.Id, s.Name, s.OrganizationId })
            .ToListAsync(cancel);
        foreach (var organization in sites.GroupBy(s => s.OrganizationId))
        {
            var own = organization.Select(s => s.Id).ToArray();
            var policies = await db.SitePolicies.AsNoTracking().Where(p => own.Contains(p.SiteId)).ToDictionaryAsync(p => p.SiteId, p => p.Settings, cancel);
            var updates = await UpdateQueries.ReadAsync(db, organization.Key, own, now, cancel);
            foreach (var site in organization)
            {
                var settings = policies.GetValueOrDefault(site.Id) ?? new PolicySettings();
                foreach (var (update, release) in updates[site.Id]
                    .SelectMany(u => u.Releases.Where(r => ids.Contains(r.Id) && !u.IsSkipped(r)).Select(r => (u, r))))
                {
                    await db.PostAsync(site.Id, Event(site.Name, update, release), now, cancel);
                    if (settings.Notices is not NoticeTiming.Off)
                    {
                        db.Add(new UpdateNews(
                            site.Id,
                            release.Id,
                            settings.Notices is NoticeTiming.Immediate || release.Security is not null
                                ? now
                                : UpdateNews.NextDigest(now, settings.TimeZone)));
                    }
                }
            }
        }

        releases.ForEach(release => release.MarkSitesNotified(now));
        return await SavedAsync(db, cancel) ? releases.Count : 0;
    }

    // What was updated, skipped or unlisted meanwhile is no news any more.
    private async Task<int> NotifySomeAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var news = await db.Set<UpdateNews>().Where(n => n.DueAt <= now).OrderBy(n => n.DueAt).ThenBy(n => n.SiteId).Take(MaxNews).ToListAsync(cancel);
        if (news.Count == 0)
        {
            return 0;
        }

        var due = news.ToLookup(n => n.SiteId, n => n.ReleaseId);
        var ids = due.Select(site => site.Key).ToArray();
        var sites = await db.Sites.Where(s => ids.Contains(s.Id)).Select(s => new { s.Id, s.Name, s.OrganizationId }).ToListAsync(cancel);
        foreach (var organization in sites.GroupBy(s => s.OrganizationId))
        {
            var updates = await UpdateQueries.ReadAsync(db, organization.Key, [.. organization.Select(s => s.Id)], now, cancel);
            foreach (var site in organization)
            {
                var open = updates[site.Id].Where(u => u.Offered is not null && u.Releases.Any(r => due[site.Id].Contains(r.Id) && !u.IsSkipped(r))).ToList();
                if (open.Count > 0)
                {
                    await PolicyNews.NotifyMembersAsync(db, site.Id, Words(site.Name, open), now, cancel);
                }
            }
        }

        db.RemoveRange(news);
        return await SavedAsync(db, cancel) ? news.Count : 0;
    }

    // False if another worker was faster with the same.
    private static async Task<bool> SavedAsync(MarketplaceDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    private static SiteEvent Event(string site, ModuleUpdate update, NewerRelease release) =>
        new("update.available", $"{(release.Security is null ? "Update" : "Security update")} for {site}: {update.PackageId} {release.Version}")
        {
            Module = update.PackageId,
            Version = release.Version.ToNormalizedString(),
            Security = release.Security,
        };

    // Security first, as they come.
    private static string Words(string site, List<ModuleUpdate> updates)
    {
        if (updates is [var one])
        {
            return $"{(one.IsSecurity ? "Security update" : "Update")} for {site}: "
                + $"{one.PackageId} {one.Offered!.Version}{(one.IsSecurity ? $". {one.Security}" : "")}";
        }

        var security = updates.Count(u => u.IsSecurity);
        var named = string.Join(", ", updates.Take(MaxNamed).Select(u => $"{u.PackageId} {u.Offered!.Version}"));
        return $"{updates.Count} updates for {site}{(security == 0 ? "" : $", {security} for security")}: "
            + $"{named}{(updates.Count > MaxNamed ? $" and {updates.Count - MaxNamed} more" : "")}";
    }
}

/// <summary>
/// Tells members and webhooks of new releases. Safe to run twice: each release is noted once, and each piece of news deleted with
/// its telling.
/// </summary>
public sealed class NotifySitesJob(UpdateNotices notices)
{
    public Task RunAsync(CancellationToken cancel) => notices.NotifyAsync(cancel);
}
