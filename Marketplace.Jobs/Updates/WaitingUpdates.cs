using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Marketplace.Updates;

/// <summary>An update that is offered on a site.</summary>
/// <param name="Security">What it fixes; null if it fixes no security.</param>
public sealed record WaitingUpdate(long SiteId, string Site, string PackageId, string From, string To, string? Security, bool IsPinned);

/// <summary>
/// The updates that wait on the first hundred sites of an actor. The menu asks with each page, so what was worked out for an organization is
/// kept for a minute, or until one of its sites changes or one of the modules on them.
/// </summary>
public sealed class WaitingUpdates(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private const int MaxKept = 100_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxKept });

    /// <summary>Security first, then by module and site.</summary>
    public async Task<IReadOnlyList<WaitingUpdate>> ReadAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (rules, installed, releases) = (db.ModuleRules, db.Installed(), db.Releases);
        var sites = await db.Sites.Of(actor).OrderBy(s => s.Organization.Name).ThenBy(s => s.Id).Take(Paging.MaxSize)
            .Select(s => new SiteMark(
                s.Id, s.Name, s.OrganizationId, s.Stamp,
                rules.Where(r => r.SiteId == s.Id).Sum(r => r.Skipped.Length), rules.Count(r => r.SiteId == s.Id && r.PinnedAt != null),
                installed.Where(m => m.SiteId == s.Id).Join(releases, m => m.Hash, r => r.PackageHash, (m, r) => r.Module.ChangedAt).Max(at => (DateTime?)at)))
            .ToListAsync(cancel);
        var waiting = new List<WaitingUpdate>();
        foreach (var organization in sites.GroupBy(s => s.OrganizationId))
        {
            waiting.AddRange(await ReadAsync(db, organization.Key, [.. organization], cancel));
        }

        return [.. waiting.OrderByDescending(u => u.Security is not null).ThenBy(u => u.PackageId, StringComparer.OrdinalIgnoreCase).ThenBy(u => u.Site)];
    }

    private async Task<IReadOnlyList<WaitingUpdate>> ReadAsync(MarketplaceDb db, long organization, List<SiteMark> sites, CancellationToken cancel)
    {
        if (_known.TryGetValue(organization, out Known? known) && known!.Sites.SequenceEqual(sites) && clock.UtcNow - known.At < Kept)
        {
            return known.Updates;
        }

        var names = sites.ToDictionary(site => site.Id, site => site.Name);
        var read = await UpdateQueries.ReadAsync(db, organization, names.Keys, clock.UtcNow, cancel);
        known = new(sites, clock.UtcNow,
        [
            .. from site in read
               from update in site
               where update.Offered is not null
               select new WaitingUpdate(
                   site.Key, names[site.Key], update.PackageId, update.Installed.ToNormalizedString(), update.Offered!.Version.ToNormalizedString(),
                   update.Security, update.IsPinned),
        ]);
        _known.Set(organization, known, new MemoryCacheEntryOptions { Size = 1 + sites.Count + known.Updates.Count, SlidingExpiration = Kept });
        return known.Updates;
    }

    public void Dispose() => _known.Dispose();

    private sealed record SiteMark(long Id, string Name, long OrganizationId, Guid Stamp, int Skipped, int Pinned, DateTime? ModulesChangedAt);

    private sealed record Known(List<SiteMark> Sites, DateTime At, IReadOnlyList<WaitingUpdate> Updates);
}
