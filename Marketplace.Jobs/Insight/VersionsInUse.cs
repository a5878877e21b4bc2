using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <param name="Version">Null for the versions of too few clients to be named, added up.</param>
public sealed record VersionUse(string PackageId, string? Version, int Sites)
{
    /// <summary>The hash of the module's icon; null if it has none, or all rows are of one module.</summary>
    public string? Icon { get; init; }
}

/// <summary>Which versions the sites have now, for operators, publishers and clients.</summary>
public sealed class VersionsInUse(IDbContextFactory<MarketplaceDb> databases)
{
    private const int Size = 25;
    private const int Most = 100;

    /// <summary>Those on most sites first; of one module the first hundred, on one page. Null if the actor may not read them.</summary>
    public async Task<Page<VersionUse>?> ReadAsync(Actor actor, StatisticsScope scope, int page, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Measured.OpenAsync(db, actor, scope, cancel) is not { } measured)
        {
            return null;
        }

        var hashes = db.Set<Catalog.Release>().Where(r => measured.Module == null || r.ModuleId == measured.Module.Id).Select(r => r.PackageHash);
        var only = scope is StatisticsScope.OfClient { PackageId: { } asked } ? await ModuleHistory.IdAsync(db, asked, cancel) : null;
        var installed = measured.Module is null
            ? db.Installed().Where(m => only == null || m.PackageId == only)
            : db.Installed().Where(m => hashes.Contains(m.Hash));
        var versions = installed
            .Join(measured.Sites, m => m.SiteId, s => s.Id, (m, s) => new { m.PackageId, m.Version, s.OrganizationId })
            .GroupBy(m => new { m.PackageId, m.Version })
            .Select(g => new { g.Key.PackageId, g.Key.Version, Sites = g.Count(), Clients = g.Select(m => m.OrganizationId).Distinct().Count() })
            .OrderByDescending(v => v.Sites).ThenBy(v => v.PackageId).ThenBy(v => v.Version);
        if (measured.Module is not { PackageId: var id })
        {
            var uses = await versions.Select(v => new VersionUse(v.PackageId, v.Version, v.Sites)).PageAsync(page, Size, cancel);
            var icons = await db.IconsAsync(actor, uses.Rows.Select(use => use.PackageId), cancel);
            return uses with { Rows = [.. uses.Rows.Select(use => use with { Icon = icons.Of(use.PackageId) })] };
        }

        var all = await versions.Take(Most).ToListAsync(cancel);
        var few = all.Where(v => measured.HidesFew && v.Clients < Measured.LeastClients).ToList();
        var told = all.Except(few).Select(v => new VersionUse(v.PackageId, v.Version, v.Sites)).ToList();
        return new(few.Count == 0 ? told : [.. told, new(id, null, few.Sum(v => v.Sites))], told.Count + Math.Min(few.Count, 1), 1, Most);
    }
}
