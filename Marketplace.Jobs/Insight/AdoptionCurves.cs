using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Sites;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>How the newest releases of a module spread over all sites, for its publisher and for operators.</summary>
public sealed class AdoptionCurves(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const int MaxReleases = 5;
    internal const int MaxLines = 50_000;

    /// <summary>The newest release first; empty while too few clients have the module. Null if the actor may not read them.</summary>
    public async Task<IReadOnlyList<AdoptionCurve>?> ReadAsync(Actor actor, string packageId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Measured.OpenAsync(db, actor, new StatisticsScope.OfModule(packageId), cancel) is not { Module: { Id: var module } } measured)
        {
            return null;
        }

        var hashes = db.Set<Release>().Where(r => r.ModuleId == module).Select(r => r.PackageHash);
        var clients = await db.Installed()
            .Where(m => hashes.Contains(m.Hash))
            .Join(measured.Sites, m => m.SiteId, s => s.Id, (_, s) => s.OrganizationId)
            .Distinct()
            .CountAsync(cancel);
        if (measured.HidesFew && clients < Measured.LeastClients)
        {
            return [];
        }

        var changes = await db.ReleaseAdoptions
            .Where(a => a.ModuleId == module)
            .Join(db.Set<Release>(), a => a.ReleaseId, r => r.Id, (a, r) => new { a.Day, r.Version, a.Sites })
            .OrderByDescending(a => a.Day).Take(MaxLines).Select(a => new AdoptionLine(a.Day, a.Version, a.Sites)).ToListAsync(cancel);
        return AdoptionCurve.Of(
            changes, await NewestAsync(db, module, cancel), measured.HidesFew ? Measured.LeastClients : 1,
            DateOnly.FromDateTime(clock.UtcNow));
    }

    internal static async Task<IEnumerable<(string Version, DateOnly Released)>> NewestAsync(MarketplaceDb db, long module, CancellationToken cancel)
    {
        var newest = await db.Set<Release>()
            .Where(r => r.ModuleId == module)
            .OrderByDescending(r => r.ApprovedAt)
            .ThenByDescending(r => r.Id)
            .Take(MaxReleases)
            .Select(r => new { r.Version, r.ApprovedAt }).ToListAsync(cancel);
        return newest.Select(r => (r.Version, DateOnly.FromDateTime(r.ApprovedAt)));
    }
}
