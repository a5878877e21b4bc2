using Marketplace.Data;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Spending;

/// <summary>Which production sites of an organization have which modules now.</summary>
internal sealed class SiteModules(IReadOnlyList<(long SiteId, string Name, string PackageId)> rows)
{
    public static async Task<SiteModules> ReadAsync(MarketplaceDb db, long organizationId, CancellationToken cancel)
    {
        var rows = await db.Sites.AsNoTracking().Where(s => s.OrganizationId == organizationId && s.Kind == SiteKind.Production)
            .SelectMany(
                s => s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules),
                (s, m) => new { s.Id, s.Name, m.PackageId }).ToListAsync(cancel);
        return new([.. rows.Select(row => (row.Id, row.Name, row.PackageId))]);
    }

    public IEnumerable<(long SiteId, string Name, string PackageId)> Having(string packageId) =>
        rows.Where(row => string.Equals(row.PackageId, packageId, StringComparison.OrdinalIgnoreCase));

    /// <summary>What each module costs, shared evenly by the sites that have it; last what none has.</summary>
    public IReadOnlyList<SiteSpending> Share(IReadOnlyList<ModuleSpending> modules)
    {
        var shares = modules.Where(module => module.Amount != 0)
            .SelectMany(module => Having(module.PackageId).ToList() is { Count: > 0 } sites
                ? sites.Select(site => (Site: ((long?)site.SiteId, site.Name), Amount: module.Amount / sites.Count))
                : [(Site: (null, ""), module.Amount)]);
        return
        [
            .. shares.GroupBy(share => share.Site).Select(site => new SiteSpending(site.Key.Item1, site.Key.Name, site.Sum(one => one.Amount), site.Count()))
                .OrderBy(site => site.SiteId is null).ThenByDescending(site => site.Amount),
        ];
    }
}
