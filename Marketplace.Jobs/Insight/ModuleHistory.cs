using System.Runtime.CompilerServices;
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

public enum ModuleChangeKind
{
    Installed,
    Updated,
    Removed,
}

/// <summary>A <see cref="ModuleEvent"/> as the database sorts it.</summary>
public sealed class ModuleChange
{
    public long Id { get; init; }
    public ModuleChangeKind Kind { get; init; }
    public long SiteId { get; init; }
    public string Site { get; init; } = "";
    public int Revision { get; init; }
    public DateTime At { get; init; }
    public string? From { get; init; }
    public string? To { get; init; }
    public long? OperationId { get; init; }
    public string? By { get; init; }
    public int? RestoredFrom { get; init; }
}

/// <summary>What became of a module on the sites of the actor's organizations, read from their revisions.</summary>
public sealed class ModuleHistory(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    // Revisions are numbered as they are made.
    public static readonly ListColumns<ModuleChange> Columns = new ListColumns<ModuleChange>(c => c.Id, "-at")
        .Choice("what", c => c.Kind).Text("site", c => c.Site).Text("by", c => c.By).Time("at", c => c.At);

    /// <summary>Newest first, unless another order is asked for; empty for who has no sites.</summary>
    public async Task<Page<ModuleEvent>> ReadAsync(Actor actor, string packageId, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Events(db, db.Sites.Of(actor), await IdAsync(db, packageId, cancel), query).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public async IAsyncEnumerable<ModuleEvent> StreamAsync(
        Actor actor, string packageId, ListQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var events = Events(db, db.Sites.Of(actor), await IdAsync(db, packageId, cancel), query);
        await foreach (var change in events.AsAsyncEnumerable().WithCancellation(cancel))
        {
            yield return change;
        }
    }

    /// <summary>How the newest releases spread over those sites, or over those of one organization.</summary>
    public async Task<IReadOnlyList<AdoptionCurve>> AdoptionAsync(Actor actor, string packageId, long? organization, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var id = await IdAsync(db, packageId, cancel);
        var sites = db.Sites.Of(actor).Where(s => organization == null || s.OrganizationId == organization);
        var events = await Events(db, sites, id, ListQuery.First).Take(AdoptionCurves.MaxLines).ToListAsync(cancel);
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

    private static IQueryable<ModuleEvent> Events(MarketplaceDb db, IQueryable<Site> sites, string id, ListQuery query) =>
        Columns.Apply(Changes(db, sites, id), query)
            .Select(c => new ModuleEvent(c.SiteId, c.Site, c.Revision, c.At, c.From, c.To, c.OperationId, c.By, c.RestoredFrom));

    // Numbers of revisions may have gaps, so the one before is the highest below.
    private static IQueryable<ModuleChange> Changes(MarketplaceDb db, IQueryable<Site> sites, string id)
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
            .Where(e => e.From != e.To)
            .Select(e => new ModuleChange
            {
                Id = e.r.Id,
                Kind = e.From == null ? ModuleChangeKind.Installed : e.To == null ? ModuleChangeKind.Removed : ModuleChangeKind.Updated,
                SiteId = e.s.Id,
                Site = e.s.Name,
                Revision = e.r.Number,
                At = e.r.CreatedAt,
                From = e.From,
                To = e.To,
                OperationId = e.r.OperationId,
                By = operations.Where(o => o.Id == e.r.OperationId).Select(o => o.IsByPolicy ? "Update policy" : o.RequestedBy.DisplayName).FirstOrDefault(),
                RestoredFrom = e.r.RestoredFrom,
            });
    }

    // Revisions have ids as their module writes them.
    internal static async Task<string> IdAsync(MarketplaceDb db, string packageId, CancellationToken cancel)
    {
        var normalized = Module.Normalize(packageId);
        return await db.Modules.Where(m => m.NormalizedId == normalized).Select(m => m.PackageId).FirstOrDefaultAsync(cancel) ?? packageId;
    }
}
