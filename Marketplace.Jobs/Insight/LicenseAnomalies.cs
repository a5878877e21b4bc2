using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>What about the use of a license is worth a look. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LicenseAnomalyKind>))]
public enum LicenseAnomalyKind
{
    /// <summary>More production sites have the module than its licenses allow, as after one has ended.</summary>
    ManySites,

    /// <summary>A key was used for far more installations than it has places, one after another.</summary>
    ManyMachines,

    /// <summary>A site moved between installations again and again, as where a copy uses its token; or a key's installation came and went.</summary>
    ImpossibleMoves,

    /// <summary>The same client got license after license by hand.</summary>
    ManyIssues,
}

/// <param name="LicenseId">The newest that it is about.</param>
/// <param name="Text">What was seen, for people.</param>
public sealed record LicenseAnomaly(LicenseAnomalyKind Kind, long LicenseId, string PackageId, string Module, string Organization, string Text);

/// <summary>Finds uses of licenses that do not look like those of one client alone. It accuses nobody and stops nothing.</summary>
public sealed class LicenseAnomalies(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Of each kind so many are shown, the most striking first.</summary>
    public const int Most = 20;

    /// <summary>So many moves of a site in a week, and so many returns of an installation in a month, are too many.</summary>
    public const int MaxMoves = 4, MaxReturns = 5;

    /// <summary>So many licenses by hand for one client in 90 days are too many.</summary>
    public const int MaxIssues = 3;

    /// <param name="packageId">Of a module whose licenses the actor manages; null for all, for operators.</param>
    /// <returns>Nothing if the actor may not.</returns>
    public async Task<IReadOnlyList<LicenseAnomaly>> FindAsync(Actor actor, string? packageId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await LicenseStatistics.ScopeAsync(db, actor, packageId, cancel) is not { } licenses)
        {
            return [];
        }

        var now = clock.UtcNow;
        var found = new List<Found>();
        found.AddRange(await ManySitesAsync(db, licenses, now, cancel));
        found.AddRange(await ManyMachinesAsync(db, licenses, now.AddDays(-30), cancel));
        found.AddRange(await MovesAsync(db, licenses, now.AddDays(-7), cancel));
        found.AddRange(await ReturnsAsync(db, licenses, now.AddDays(-30), cancel));
        found.AddRange(await IssuesAsync(licenses, now.AddDays(-90), cancel));
        var ids = found.ConvertAll(one => one.LicenseId);
        var rows = await db.Licenses.Where(l => ids.Contains(l.Id))
            .Select(l => new { l.Id, l.Module.PackageId, l.Module.DisplayName, Organization = l.Organization.Name }).ToDictionaryAsync(l => l.Id, cancel);
        return
        [
            .. from one in found
            let row = rows[one.LicenseId]
            select new LicenseAnomaly(one.Kind, row.Id, row.PackageId, row.DisplayName, row.Organization, one.Text),
        ];
    }

    private sealed record Found(LicenseAnomalyKind Kind, long LicenseId, string Text);

    // An organization that may use it on all of its sites has none too many.
    private static async Task<IEnumerable<Found>> ManySitesAsync(MarketplaceDb db, IQueryable<License> licenses, DateTime now, CancellationToken cancel)
    {
        var allowed = licenses.GroupBy(l => new { l.OrganizationId, l.ModuleId, l.Module.PackageId }).Select(g => new
        {
            g.Key.OrganizationId, g.Key.PackageId, Newest = g.Max(l => l.Id),
            HasAll = g.Any(l => l.Sites == null && l.RevokedAt == null && l.SuspendedAt == null && !(l.ExpiresAt <= now)),
            Sites = g.Sum(l => l.RevokedAt == null && l.SuspendedAt == null && !(l.ExpiresAt <= now) ? l.Sites ?? 0 : 0),
        });
        var (off, sites) = (db.DeactivatedModules, db.Sites.Where(s => s.Kind == SiteKind.Production));
        var used = db.Installed().Where(m => !off.Any(o => o.SiteId == m.SiteId && o.PackageId == m.PackageId))
            .Join(sites, m => m.SiteId, s => s.Id, (m, s) => new { m.PackageId, s.OrganizationId })
            .GroupBy(use => new { use.OrganizationId, use.PackageId }).Select(g => new { g.Key.OrganizationId, g.Key.PackageId, Count = g.Count() });
        var many = await allowed
            .Join(
                used, a => new { a.OrganizationId, a.PackageId }, u => new { u.OrganizationId, u.PackageId },
                (a, u) => new { a.Newest, a.HasAll, a.Sites, u.Count })
            .Where(one => !one.HasAll && one.Count > one.Sites).OrderByDescending(one => one.Count - one.Sites).Take(Most).ToListAsync(cancel);
        return many.Select(one => new Found(LicenseAnomalyKind.ManySites, one.Newest, $"In use on {Of(one.Count, "site")}, licensed for {one.Sites}"));
    }

    // Floating places go from one to the next; that is what they are for.
    private static async Task<IEnumerable<Found>> ManyMachinesAsync(
        MarketplaceDb db, IQueryable<License> licenses, DateTime since, CancellationToken cancel)
    {
        var many = await db.Activations.Where(a => a.SeenAt > since && licenses.Any(l => l.Id == a.LicenseId && l.Sites != null && l.LeaseMinutes == null))
            .GroupBy(a => new { a.LicenseId, a.License.Sites }).Select(g => new { g.Key.LicenseId, g.Key.Sites, Count = g.Count() })
            .Where(one => one.Count > (2 * one.Sites) + 1).OrderByDescending(one => one.Count).Take(Most).ToListAsync(cancel);
        return many.Select(one => new Found(
            LicenseAnomalyKind.ManyMachines, one.LicenseId,
            $"Its key was used for {Of(one.Count, "installation")} in 30 days, and has {(one.Sites == 1 ? "1 place" : $"{one.Sites} places")}"));
    }

    private static async Task<IEnumerable<Found>> MovesAsync(MarketplaceDb db, IQueryable<License> licenses, DateTime since, CancellationToken cancel)
    {
        var restless = await db.SiteMoves.Where(m => m.At > since).GroupBy(m => m.SiteId).Select(g => new { g.Key, Count = g.Count() })
            .Where(site => site.Count >= MaxMoves).OrderByDescending(site => site.Count).Take(Most)
            .ToDictionaryAsync(site => site.Key, site => site.Count, cancel);
        var sites = restless.Keys.ToList();
        var uses = await db.Installed(sites).Join(db.Sites, m => m.SiteId, s => s.Id, (m, s) => new { m.SiteId, m.PackageId, s.OrganizationId })
            .Select(use => new
            {
                use.SiteId,
                License = licenses.Where(l => l.OrganizationId == use.OrganizationId && l.Module.PackageId == use.PackageId).Max(l => (long?)l.Id),
            })
            .Where(use => use.License != null).OrderBy(use => use.SiteId).ThenBy(use => use.License).Take(Most).ToListAsync(cancel);
        return uses.Select(use => new Found(
            LicenseAnomalyKind.ImpossibleMoves, use.License!.Value,
            $"Site {use.SiteId} moved between installations {restless[use.SiteId]} times in a week; a copy may use its token"));
    }

    private static async Task<IEnumerable<Found>> ReturnsAsync(MarketplaceDb db, IQueryable<License> licenses, DateTime since, CancellationToken cancel)
    {
        var many = await db.Activations
            .Where(a => a.ActivatedAt > since && a.Returns >= MaxReturns && licenses.Any(l => l.Id == a.LicenseId && l.LeaseMinutes == null))
            .OrderByDescending(a => a.Returns).Take(Most).Select(a => new { a.LicenseId, a.Name, a.Fingerprint, a.Returns }).ToListAsync(cancel);
        return many.Select(one => new Found(
            LicenseAnomalyKind.ImpossibleMoves, one.LicenseId,
            $"{(one.Name == "" ? one.Fingerprint : one.Name)} was deactivated and came back {one.Returns} times"));
    }

    private static async Task<IEnumerable<Found>> IssuesAsync(IQueryable<License> licenses, DateTime since, CancellationToken cancel)
    {
        var many = await licenses.Where(l => l.IssuedAt > since && l.Origin == LicenseOrigin.Manual).GroupBy(l => new { l.OrganizationId, l.ModuleId })
            .Select(g => new { Newest = g.Max(l => l.Id), Count = g.Count() }).Where(one => one.Count >= MaxIssues)
            .OrderByDescending(one => one.Count).Take(Most).ToListAsync(cancel);
        return many.Select(one => new Found(LicenseAnomalyKind.ManyIssues, one.Newest, $"{one.Count} licenses issued by hand in 90 days"));
    }

    private static string Of(int count, string word) => $"{count:#,0} {word}{(count == 1 ? "" : "s")}";
}
