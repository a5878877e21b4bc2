using System.Runtime.CompilerServices;
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

/// <summary>A site in a list. <paramref name="RunningHost"/> is the version that its host reports, null where none runs.</summary>
public sealed record SiteRow(long Id, string Name, string Organization, string HostVersion, int Revision, int Modules, string Folder)
{
    public string? RunningHost { get; init; }

    /// <summary>Where people open the running site, if its members have said so.</summary>
    public string? Address { get; init; }

    public UpdateCount Updates { get; init; } = new(0, 0);
}

/// <summary>A module on a site, with the newest available version for the site's host.</summary>
public sealed record SiteModule(string Id, string Version, string? Newer)
{
    /// <summary>No plan changes it that was not made for it.</summary>
    public bool IsPinned { get; init; }
}

/// <param name="IsKept">It can be taken up again.</param>
public sealed record RevisionRow(
    int Number, DateTime CreatedAt, string? By, string? Title,
    long? OperationId, int? RestoredFrom, bool IsKept, IReadOnlyList<string> Modules)
{
    /// <summary>What it changed against the revision before it.</summary>
    public IReadOnlyList<RevisionChange> Changes { get; init; } = [];
}

/// <param name="From">Null for a module that came.</param>
/// <param name="To">Null for one that went.</param>
public sealed record RevisionChange(string Id, string? From, string? To)
{
    /// <summary>By the ids of the modules.</summary>
    internal static IReadOnlyList<RevisionChange> Between(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
    [
        .. from id in before.Keys.Union(after.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)
           let change = new RevisionChange(id, before.GetValueOrDefault(id), after.GetValueOrDefault(id))
           where change.From != change.To
           select change,
    ];
}

/// <summary>A site on its page; the newest 50 revisions.</summary>
public sealed record SiteDetail(
    long Id, string Name, string Organization, long OrganizationId, string HostVersion, int Revision, string FolderPath, HostStatus? Host, long? OpenOperation,
    IReadOnlyList<SiteModule> Modules, IReadOnlyList<RevisionRow> Revisions)
{
    public SiteKind Kind { get; init; }

    public SiteChannel Channel { get; init; }

    public bool NeedsApproval { get; init; }

    /// <summary>Where people open the running site, if its members have said so.</summary>
    public string? Address { get; init; }

    /// <summary>Releases that it has and that were suspended.</summary>
    public IReadOnlyList<SuspendedModule> Suspended { get; init; } = [];

    /// <summary>The icons of its modules.</summary>
    public IconHashes Icons { get; init; } = IconHashes.None;

    /// <summary>The oldest operation that another member has to approve.</summary>
    public long? Proposed { get; init; }
}

/// <summary>What members of an organization see of its sites.</summary>
public sealed class SiteQueries(IDbContextFactory<MarketplaceDb> databases, SiteFolders folders, TimeProvider clock)
{
    private const int MaxRevisions = 50;

    public static readonly ListColumns<Site> Columns = new ListColumns<Site>(s => s.Id, "organization", "site")
        .Text("site", s => s.Name).Text("organization", s => s.Organization.Name).Text("host", s => s.HostVersion)
        .Number("modules", s => s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules).Count())
        .Number("revision", s => s.CurrentRevision);

    /// <summary>The sites of the actor's organizations, with what runs on them and what is newer.</summary>
    public async Task<Page<SiteRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var page = await Columns.Apply(db.Sites.Of(actor), query)
            .Select(s => new
            {
                s.OrganizationId,
                Row = new SiteRow(s.Id, s.Name, s.Organization.Name, s.HostVersion, s.CurrentRevision,
                    s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules).Count(), s.Folder) { Address = s.Address },
            })
            .PageAsync(query, cancel);
        var byAgent = await SiteDeliveries.HostsAsync(db, [.. page.Rows.Select(site => site.Row.Id)], clock.UtcNow, cancel);
        var updates = await SiteUpdates.CountAsync(db, page.Rows.ToLookup(site => site.OrganizationId, site => site.Row.Id), clock.UtcNow, cancel);
        return new(
        [
            .. page.Rows.Select(site => site.Row with
            {
                RunningHost = byAgent.TryGetValue(site.Row.Id, out var version) ? version : Host(site.Row.Folder)?.HostVersion,
                Updates = updates.GetValueOrDefault(site.Row.Id, new(0, 0)),
            }),
        ],
            page.Total, page.Number, page.Size);
    }

    /// <summary>All of them, a page at a time.</summary>
    public async IAsyncEnumerable<SiteRow> StreamAsync(Actor actor, ListQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var (number, pages) = (1, 1); number <= pages; number++)
        {
            var page = await ListAsync(actor, query with { Page = number, Size = Paging.MaxSize }, cancel);
            pages = page.Pages;
            foreach (var row in page.Rows)
            {
                yield return row;
            }
        }
    }

    /// <summary>Null if there is none that the actor may see.</summary>
    public async Task<SiteDetail?> ReadAsync(Actor actor, long siteId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (operations, open) = (db.Operations, db.Operations.Where(o => o.EndedAt == null));
        var site = await db.Sites.AsNoTracking().Of(actor).Where(s => s.Id == siteId)
            .Select(s => new
            {
                s, Organization = s.Organization.Name,
                Open = open.Where(o => o.SiteId == s.Id && (o.State == OperationState.Queued || o.State == OperationState.Running))
                    .OrderBy(o => o.Id).Select(o => (long?)o.Id).FirstOrDefault(),
                Proposed = open.Where(o => o.SiteId == s.Id && o.State == OperationState.AwaitingApproval)
                    .OrderBy(o => o.Id).Select(o => (long?)o.Id).FirstOrDefault(),
            }).FirstOrDefaultAsync(cancel);
        if (site is not { s: var row })
        {
            return null;
        }

        var revisions = await db.Revisions.Where(r => r.SiteId == siteId).OrderByDescending(r => r.Number).Take(MaxRevisions + 1)
            .Select(r => new
            {
                r.Number, r.CreatedAt, r.OperationId, r.RestoredFrom, IsKept = r.CollectedAt == null,
                Operation = operations.Where(o => o.Id == r.OperationId)
                    .Select(o => new { o.Title, DisplayName = o.IsByPolicy ? "Update policy" : o.RequestedBy.DisplayName }).FirstOrDefault(),
                Modules = r.Modules.OrderBy(m => m.PackageId).Select(m => new { m.PackageId, m.Version }).ToList(),
            }).AsSplitQuery().ToListAsync(cancel);
        var modules = await db.Revisions.Where(r => r.SiteId == siteId && r.Number == row.CurrentRevision).SelectMany(r => r.Modules)
            .OrderBy(m => m.PackageId).Select(m => new { m.PackageId, m.Version }).ToListAsync(cancel);
        var pinned = (await db.ModuleRules.Where(r => r.SiteId == siteId && r.PinnedAt != null).Select(r => r.NormalizedId).ToListAsync(cancel)).ToHashSet();
        var newest = (await UpdateQueries.ReadAsync(db, row.OrganizationId, [siteId], clock.UtcNow, cancel))[siteId]
            .ToDictionary(update => update.PackageId, update => update.Newest.Version, StringComparer.OrdinalIgnoreCase);
        return new(
            row.Id, row.Name, site.Organization, row.OrganizationId, row.HostVersion, row.CurrentRevision, folders.PathOf(row.Folder),
            row.Delivery is SiteDelivery.Agent ? await SiteDeliveries.HostAsync(db, row.Id, clock.UtcNow, cancel) : Host(row.Folder), site.Open,
            [.. modules.Select(m => new SiteModule(m.PackageId, m.Version, newest.GetValueOrDefault(m.PackageId)?.ToNormalizedString())
            {
                IsPinned = pinned.Contains(Module.Normalize(m.PackageId)),
            })],
            [
                .. revisions.Take(MaxRevisions).Select((r, at) => new RevisionRow(
                    r.Number, r.CreatedAt, r.Operation?.DisplayName, r.Operation?.Title, r.OperationId, r.RestoredFrom, r.IsKept,
                    [.. r.Modules.Select(m => $"{m.PackageId} {m.Version}")])
                {
                    Changes = RevisionChange.Between(
                        revisions.ElementAtOrDefault(at + 1)?.Modules.ToDictionary(m => m.PackageId, m => m.Version, StringComparer.OrdinalIgnoreCase) ?? [],
                        r.Modules.ToDictionary(m => m.PackageId, m => m.Version, StringComparer.OrdinalIgnoreCase)),
                }),
            ])
        {
            Kind = row.Kind,
            Channel = row.Channel,
            NeedsApproval = row.NeedsApproval,
            Address = row.Address,
            Proposed = site.Proposed,
            Icons = await db.IconsAsync(actor, modules.Select(m => m.PackageId), cancel),
            Suspended = await SuspendedModules.ReadAsync(db, siteId, cancel),
        };
    }

    private HostStatus? Host(string folder) => HostStatus.Read(folders.PathOf(folder)) is { } status && status.IsRunning(clock.UtcNow) ? status : null;
}
