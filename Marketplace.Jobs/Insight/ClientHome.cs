using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Sites;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>What members of clients see first.</summary>
/// <param name="Sites">Those that need attention first.</param>
/// <param name="Updates">Security first.</param>
/// <param name="Operations">Those that have not ended, then the newest.</param>
public sealed record ClientHome(Page<HomeSite> Sites, Page<WaitingUpdate> Updates, Page<OperationRow> Operations);

public sealed class ClientHomes(IDbContextFactory<MarketplaceDb> databases, WaitingUpdates updates, SiteFolders folders, TimeProvider clock)
{
    /// <summary>Of the first hundred sites, of their updates and of the operations so many of each.</summary>
    /// <param name="actor">Whose organizations’ sites.</param>
    /// <param name="days">Over how many days operations are shown.</param>
    /// <param name="size">How many rows each list has at most.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<ClientHome> ReadAsync(Actor actor, int days, int size, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var waiting = await updates.ReadAsync(actor, cancel);
        var (bySite, all) = (waiting.ToLookup(u => u.SiteId), await SitesAsync(db, actor, cancel));
        var sites = all
            .Select(site => site with { Updates = bySite[site.Id].Count(), SecurityUpdates = bySite[site.Id].Count(u => u.Security is not null) })
            .OrderByDescending(site => site.Health).ThenByDescending(site => site.SecurityUpdates).ThenByDescending(site => site.Updates)
            .ThenBy(site => site.Name).ToList();
        var since = clock.UtcNow.AddDays(-days);
        var operations = await db.Operations.Of(actor).Where(o => o.QueuedAt >= since || o.EndedAt >= since || o.EndedAt == null)
            .OrderByDescending(o => o.EndedAt == null).ThenByDescending(o => o.EndedAt ?? o.QueuedAt).ThenByDescending(o => o.Id)
            .AsRows().PageAsync(1, size, cancel);
        return new(
            new([.. sites.Take(size)], await db.Sites.Of(actor).CountAsync(cancel), 1, size), new([.. waiting.Take(size)], waiting.Count, 1, size),
            operations);
    }

    private async Task<List<HomeSite>> SitesAsync(MarketplaceDb db, Actor actor, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var (installed, releases) = (db.Installed(), db.Releases);
        var sites = await db.Sites.Of(actor).OrderBy(s => s.Organization.Name).ThenBy(s => s.Id).Take(Paging.MaxSize).Select(s => new
        {
            s.Id, s.Name, Organization = s.Organization.Name, s.HostVersion, s.Folder, s.Delivery,
            Modules = installed.Count(m => m.SiteId == s.Id),
            Suspended = installed.Count(m => m.SiteId == s.Id && releases.Any(r => r.PackageHash == m.Hash && r.Suspension != null)),
        }).ToListAsync(cancel);
        var byAgent = await SiteDeliveries.StatusesAsync(db, [.. sites.Where(s => s.Delivery is SiteDelivery.Agent).Select(s => s.Id)], now, cancel);
        return sites.ConvertAll(site =>
        {
            var host = site.Delivery is SiteDelivery.Agent ? byAgent.GetValueOrDefault(site.Id) : HostOf(site.Folder, now);
            return new HomeSite(
                site.Id, site.Name, site.Organization, site.HostVersion, host?.HostVersion, site.Modules,
                HomeSite.HealthOf(host, site.HostVersion, site.Suspended), host?.Modules.Count(module => !module.IsHealthy) ?? 0);
        });
    }

    private HostStatus? HostOf(string folder, DateTime now) =>
        HostStatus.Read(folders.PathOf(folder)) is { } status && status.IsRunning(now) ? status : null;
}
