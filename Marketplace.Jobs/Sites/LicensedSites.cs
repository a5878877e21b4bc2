using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Sites;

/// <summary>A site that has a module now.</summary>
public sealed record SiteUse(string Organization, string PackageId, long SiteId, string Site, SiteKind Kind = SiteKind.Production);

/// <summary>Where modules are in use, for those who count the sites of their licenses.</summary>
public sealed class LicensedSites(IDbContextFactory<MarketplaceDb> databases)
{
    private const int Most = 1000;

    /// <summary>The actor's sites that have one of the modules.</summary>
    public async Task<IReadOnlyList<SiteUse>> ReadAsync(Actor actor, IReadOnlyCollection<string> packageIds, CancellationToken cancel)
    {
        var ids = packageIds.ToList();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Sites.Of(actor)
            .SelectMany(
                s => s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules),
                (s, m) => new { s.Organization, m.PackageId, s.Id, s.Name, s.Kind })
            .Where(use => ids.Contains(use.PackageId))
            .OrderBy(use => use.Name)
            .ThenBy(use => use.Id)
            .Select(use => new SiteUse(use.Organization.Name, use.PackageId, use.Id, use.Name, use.Kind))
            .Take(Most)
            .ToListAsync(cancel);
    }
}
