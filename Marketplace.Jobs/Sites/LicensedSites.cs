using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Sites;

/// <summary>A site that has a module now.</summary>
/// <param name="IsOff">Its organization's licenses were deactivated there.</param>
public sealed record SiteUse(string Organization, string PackageId, long SiteId, string Site, SiteKind Kind = SiteKind.Production, bool IsOff = false);

/// <summary>A module that an organization's sites no longer have.</summary>
/// <param name="Until">When the last of them lost it.</param>
public sealed record PastUse(string Organization, string PackageId, DateTime Until);

/// <summary>Where modules are in use, for those who count the sites of their licenses.</summary>
public sealed class LicensedSites(IDbContextFactory<MarketplaceDb> databases)
{
    private const int Most = 1000;

    /// <summary>The actor's sites that have one of the modules.</summary>
    public async Task<IReadOnlyList<SiteUse>> ReadAsync(Actor actor, IReadOnlyCollection<string> packageIds, CancellationToken cancel)
    {
        var ids = packageIds.ToList();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var off = db.DeactivatedModules;
        return await db.Sites.Of(actor)
            .SelectMany(
                s => s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules),
                (s, m) => new { s.Organization, m.PackageId, s.Id, s.Name, s.Kind })
            .Where(use => ids.Contains(use.PackageId))
            .OrderBy(use => use.Name)
            .ThenBy(use => use.Id)
            .Select(use => new SiteUse(
                use.Organization.Name, use.PackageId, use.Id, use.Name, use.Kind, off.Any(m => m.SiteId == use.Id && m.PackageId == use.PackageId)))
            .Take(Most)
            .ToListAsync(cancel);
    }

    /// <summary>When the last of the actor's sites that once had one of the modules lost it; nothing of what was never there.</summary>
    public async Task<IReadOnlyList<PastUse>> LeftAsync(
        Actor actor, IReadOnlyCollection<string> packageIds, CancellationToken cancel)
    {
        var ids = packageIds.ToList();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var had =
            from s in db.Sites.Of(actor)
            from r in s.Revisions
            from m in r.Modules
            where ids.Contains(m.PackageId) && r.Number < s.CurrentRevision
            group r by new { s.Id, s.Organization.Name, m.PackageId } into g
            select new { g.Key.Id, g.Key.Name, g.Key.PackageId, Last = g.Max(r => r.Number) };
        var revisions = db.Revisions;
        return await (
            from one in had
            from next in revisions
            where next.SiteId == one.Id && next.Number == revisions.Where(r => r.SiteId == one.Id && r.Number > one.Last).Min(r => r.Number)
            group next by new { one.Name, one.PackageId } into g
            orderby g.Key.Name, g.Key.PackageId
            select new PastUse(g.Key.Name, g.Key.PackageId, g.Max(r => r.CreatedAt))).Take(Most).ToListAsync(cancel);
    }
}
