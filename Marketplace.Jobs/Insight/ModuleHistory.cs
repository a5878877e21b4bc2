using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Sites;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>One change of a module on one site.</summary>
/// <param name="Revision">The revision of the site that has it.</param>
/// <param name="From">The version before; null where the module came.</param>
/// <param name="To">The version after; null where it went.</param>
/// <param name="By">In whose name, or the update policy; null where no operation made the revision.</param>
/// <param name="RestoredFrom">The earlier revision that was taken up again by it.</param>
public sealed record ModuleEvent(
    long SiteId, string Site, int Revision, DateTime At, string? From, string? To, long? OperationId, string? By, int? RestoredFrom);

/// <summary>What became of a module on the sites of the actor's organizations, read from their revisions.</summary>
public sealed class ModuleHistory(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int Size = 25;

    /// <summary>Newest first; empty for who has no sites.</summary>
    public async Task<Page<ModuleEvent>> ReadAsync(Actor actor, string packageId, int page, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Events(db, db.Sites.Of(actor), await IdAsync(db, packageId, cancel)).PageAsync(page, Size, cancel);
    }

    /// <summary>How the newest releases spread over those sites, or over those of one organization.</summary>
    public async Task<IReadOnlyList<AdoptionCurve>> AdoptionAsync(Actor actor, string packageId, long? organization, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var id = await IdAsync(db, packageId, cancel);
        var sites = db.Sites.Of(actor).Where(s => organization == null || s.OrganizationId == organization);
        var events = await Events(db, sites, id).Take(AdoptionCurves.MaxLines).ToListAsync(cancel);
        var newest = await db.AvailableReleases(actor)
            .Where(r => r.Module.PackageId == id)
            .OrderByDescending(r => r.ApprovedAt)
            .ThenByDescending(r => r.Id)
            .Take(AdoptionCurves.MaxReleases)
            .Select(r => new { r.Version, r.ApprovedAt }).ToListAsync(cancel);
        return events.Count == 0
            ? []
            : AdoptionCurve.Of(
                Changes(events), newest.Select(r => (r.Version, DateOnly.FromDateTime(r.ApprovedAt))),
                1, DateOnly.FromDateTime(clock.UtcNow));
    }

    /// <summary>On how many sites each version was after each change.</summary>
    internal static IReadOnlyList<AdoptionLine> Changes(IEnumerable<ModuleEvent> events)
    {
        var (sites, lines) = (new Dictionary<string, int>(), new Dictionary<(DateOnly, string), int>());
        foreach (var change in events.OrderBy(e => e.At).ThenBy(e => e.Revision))
        {
            Count(change.From, -1, change.At);
            Count(change.To, 1, change.At);
        }

        return [.. lines.Select(line => new AdoptionLine(line.Key.Item1, line.Key.Item2, line.Value))];

        void Count(string? version, int by, DateTime at)
        {
            if (version is not null)
            {
                lines[(DateOnly.FromDateTime(at), version)] = sites[version] = Math.Max(0, sites.GetValueOrDefault(version) + by);
            }
        }
    }

    // Newest first. Numbers of revisions may have gaps, so the one before is the highest below.
    private static IQueryable<ModuleEvent> Events(MarketplaceDb db, IQueryable<Site> sites, string id)
    {
        var (revisions, operations) = (db.Revisions, db.Operations);
        return sites.SelectMany(s => s.Revisions, (s, r) => new
            {
                s, r,
                To = r.Modules.Where(m => m.PackageId == id).Select(m => m.Version).FirstOrDefault(),
                From = revisions
                    .Where(p => p.SiteId == s.Id
                        && p.Number == revisions.Where(q => q.SiteId == s.Id && q.Number < r.Number).Max(q => (int?)q.Number))
                    .SelectMany(p => p.Modules).Where(m => m.PackageId == id).Select(m => m.Version).FirstOrDefault(),
            })
            .Where(e => e.From != e.To).OrderByDescending(e => e.r.CreatedAt).ThenByDescending(e => e.r.Id)
            .Select(e => new ModuleEvent(e.s.Id, e.s.Name, e.r.Number, e.r.CreatedAt, e.From, e.To, e.r.OperationId,
                operations.Where(o => o.Id == e.r.OperationId)
                    .Select(o => o.IsByPolicy ? "Update policy" : o.RequestedBy.DisplayName).FirstOrDefault(),
                e.r.RestoredFrom));
    }

    // Revisions have ids as their module writes them.
    internal static async Task<string> IdAsync(MarketplaceDb db, string packageId, CancellationToken cancel)
    {
        var normalized = Module.Normalize(packageId);
        return await db.Modules.Where(m => m.NormalizedId == normalized).Select(m => m.PackageId).FirstOrDefaultAsync(cancel) ?? packageId;
    }
}
