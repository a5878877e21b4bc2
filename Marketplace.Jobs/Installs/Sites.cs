using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Modules;
using Marketplace.Modules.Packages;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Installs;

public abstract record CreateSiteOutcome
{
    public sealed record Created(long Id) : CreateSiteOutcome;

    public sealed record NotClient : CreateSiteOutcome;

    public sealed record Invalid(string Problem) : CreateSiteOutcome;
}

/// <summary>A site in a list. <paramref name="RunningHost"/> is the version that its host reports, null where none runs.</summary>
public sealed record SiteRow(long Id, string Name, string Organization, string HostVersion, int Revision, int Modules, string Folder)
{
    public string? RunningHost { get; init; }
}

/// <summary>A module on a site, with the newest available version for the site's host.</summary>
public sealed record SiteModule(string Id, string Version, string? Newer)
{
    /// <summary>No plan changes it that was not made for it.</summary>
    public bool IsPinned { get; init; }
}

/// <param name="IsKept">It can be taken up again.</param>
public sealed record RevisionRow(int Number, DateTime CreatedAt, string? By, string? Title, long? OperationId, int? RestoredFrom, bool IsKept, IReadOnlyList<string> Modules);

/// <summary>A site on its page; the newest 50 revisions.</summary>
public sealed record SiteDetail(
    long Id, string Name, string Organization, long OrganizationId, string HostVersion, int Revision, string FolderPath, HostStatus? Host, long? OpenOperation,
    IReadOnlyList<SiteModule> Modules, IReadOnlyList<RevisionRow> Revisions)
{
    public SiteChannel Channel { get; init; }

    public bool NeedsApproval { get; init; }

    /// <summary>Where people open the running site, if its members have said so.</summary>
    public string? Address { get; init; }

    /// <summary>Releases that it has and that were suspended.</summary>
    public IReadOnlyList<SuspendedModule> Suspended { get; init; } = [];

    /// <summary>The oldest operation that another member has to approve.</summary>
    public long? Proposed { get; init; }
}

/// <summary>Makes, lists and reads sites; each query asks whether the actor is a member.</summary>
public sealed partial class Sites(IDbContextFactory<MarketplaceDb> databases, SiteFolders folders, TimeProvider clock)
{
    internal const int MaxAddress = 500;

    public async Task<CreateSiteOutcome> CreateAsync(Actor actor, long organizationId, string name, string hostVersion, CancellationToken cancel)
    {
        name = name.AsKey();
        if (name.Length is 0 or > 60)
        {
            return new CreateSiteOutcome.Invalid("Give the site a name of at most 60 characters, such as Production.");
        }

        if (!NuGetVersion.TryParseStrict(hostVersion.Trim(), out var version) || version.ToNormalizedString().Length > 60)
        {
            return new CreateSiteOutcome.Invalid($"“{hostVersion}” is not a version. Enter the host's version with three numbers, such as 3.2.1.");
        }

        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var organization = await db.Organizations.Of(actor).Where(o => o.Id == organizationId && o.IsClient)
                .Select(o => o.Name).FirstOrDefaultAsync(cancel);
            if (organization is null)
            {
                return new CreateSiteOutcome.NotClient();
            }

            // Whatever the database's collation: people do not tell names apart by case.
            var names = await db.Sites.Where(s => s.OrganizationId == organizationId).Select(s => s.Name).ToListAsync(cancel);
            if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return new CreateSiteOutcome.Invalid($"{organization} already has a site {name}. Choose another name.");
            }

            var folder = await FreeFolderAsync(db, $"{Slug(organization)}-{Slug(name)}", cancel);
            var site = new Site(organizationId, name, version.ToNormalizedString(), folder, clock.UtcNow);
            db.Sites.Add(site);
            db.Audit(actor, "site.create", $"organization/{organizationId}", $"{name}, host {site.HostVersion}", clock.UtcNow);
            try
            {
                await db.SaveChangesAsync(cancel);
                return new CreateSiteOutcome.Created(site.Id);
            }
            catch (DbUpdateException error) when (error.IsLostRace)
            {
                // The name or the folder was taken at the same moment: look again at which.
            }
        }
    }

    // Different names may come to the same folder, also those of different clients, who must not hear of each other.
    private static async Task<string> FreeFolderAsync(MarketplaceDb db, string wanted, CancellationToken cancel)
    {
        var folder = wanted;
        for (var number = 2; await db.Sites.AnyAsync(s => s.Folder == folder, cancel); number++)
        {
            folder = $"{wanted}-{number}";
        }

        return folder;
    }

    /// <summary>Says that the host was brought to another version. Null if it worked, else what is wrong.</summary>
    public async Task<string?> MoveAsync(Actor actor, long siteId, string hostVersion, CancellationToken cancel)
    {
        if (!NuGetVersion.TryParseStrict(hostVersion.Trim(), out var version) || version.ToNormalizedString().Length > 60)
        {
            return $"“{hostVersion}” is not a version. Enter the host's version with three numbers, such as 3.2.1.";
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var site = await db.Sites.Of(actor).FirstOrDefaultAsync(s => s.Id == siteId, cancel);
        if (site is null)
        {
            return "There is no such site of yours.";
        }

        site.MoveTo(version.ToNormalizedString());
        db.Audit(actor, "site.host", $"site/{siteId}", $"{site.Name} to host {site.HostVersion}", clock.UtcNow);
        db.Tell(LiveTopic.Site(siteId), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>Says where people open the running site; empty if that is not to be known. Null if it worked, else what is wrong.</summary>
    public async Task<string?> OpenAtAsync(Actor actor, long siteId, string address, CancellationToken cancel)
    {
        Uri? uri = null;
        if (address.Trim() is { Length: > 0 } text
            && (text.Length > MaxAddress || !Uri.TryCreate(text, UriKind.Absolute, out uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo != ""))
        {
            return $"Enter an address that begins with https:// or http:// and has at most {MaxAddress} characters.";
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Sites.Of(actor).FirstOrDefaultAsync(s => s.Id == siteId, cancel) is not { } site)
        {
            return "There is no such site of yours.";
        }

        site.OpenAt(uri is null ? null : address.Trim());
        db.Audit(actor, "site.address", $"site/{siteId}", site.Address ?? "none", clock.UtcNow);
        db.Tell(LiveTopic.Site(siteId), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>The sites of the actor's organisations, by the names of both.</summary>
    public async Task<Page<SiteRow>> ListAsync(Actor actor, int page, int size, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await db.Sites.Of(actor).OrderBy(s => s.Organization.Name).ThenBy(s => s.Name).ThenBy(s => s.Id)
            .Select(s => new SiteRow(s.Id, s.Name, s.Organization.Name, s.HostVersion, s.CurrentRevision,
                s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules).Count(), s.Folder))
            .PageAsync(page, size, cancel);
        var byAgent = await SiteDeliveries.HostsAsync(db, [.. rows.Rows.Select(row => row.Id)], clock.UtcNow, cancel);
        return rows with
        {
            Rows =
            [
                .. rows.Rows.Select(row => row with { RunningHost = byAgent.TryGetValue(row.Id, out var version) ? version : Host(row.Folder)?.HostVersion }),
            ],
        };
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
                Open = open.Where(o => o.SiteId == s.Id && (o.State == OperationState.Queued || o.State == OperationState.Running)).OrderBy(o => o.Id).Select(o => (long?)o.Id).FirstOrDefault(),
                Proposed = open.Where(o => o.SiteId == s.Id && o.State == OperationState.AwaitingApproval).OrderBy(o => o.Id).Select(o => (long?)o.Id).FirstOrDefault(),
            }).FirstOrDefaultAsync(cancel);
        if (site is not { s: var row })
        {
            return null;
        }

        var revisions = await db.Revisions.Where(r => r.SiteId == siteId).OrderByDescending(r => r.Number).Take(50)
            .Select(r => new
            {
                r.Number, r.CreatedAt, r.OperationId, r.RestoredFrom, IsKept = r.CollectedAt == null,
                Operation = operations.Where(o => o.Id == r.OperationId).Select(o => new { o.Title, DisplayName = o.IsByPolicy ? "Update policy" : o.RequestedBy.DisplayName }).FirstOrDefault(),
                Modules = r.Modules.OrderBy(m => m.PackageId).Select(m => new { m.PackageId, m.Version }).ToList(),
            }).AsSplitQuery().ToListAsync(cancel);
        var modules = await db.Revisions.Where(r => r.SiteId == siteId && r.Number == row.CurrentRevision).SelectMany(r => r.Modules)
            .OrderBy(m => m.PackageId).Select(m => new { m.PackageId, m.Version }).ToListAsync(cancel);
        var pinned = (await db.ModuleRules.Where(r => r.SiteId == siteId && r.PinnedAt != null).Select(r => r.NormalizedId).ToListAsync(cancel)).ToHashSet();
        var newest = (await UpdateReading.ReadAsync(db, row.OrganizationId, [siteId], cancel))[siteId]
            .ToDictionary(update => update.PackageId, update => update.Releases[0].Version, StringComparer.OrdinalIgnoreCase);
        return new(
            row.Id, row.Name, site.Organization, row.OrganizationId, row.HostVersion, row.CurrentRevision, folders.PathOf(row.Folder),
            row.Delivery is SiteDelivery.Agent ? await SiteDeliveries.HostAsync(db, row.Id, clock.UtcNow, cancel) : Host(row.Folder), site.Open,
            [.. modules.Select(m => new SiteModule(m.PackageId, m.Version, newest.GetValueOrDefault(m.PackageId)?.ToNormalizedString())
            {
                IsPinned = pinned.Contains(Module.Normalize(m.PackageId)),
            })],
            revisions.ConvertAll(r => new RevisionRow(r.Number, r.CreatedAt, r.Operation?.DisplayName, r.Operation?.Title, r.OperationId, r.RestoredFrom, r.IsKept, [.. r.Modules.Select(m => $"{m.PackageId} {m.Version}")])))
        {
            Channel = row.Channel,
            NeedsApproval = row.NeedsApproval,
            Address = row.Address,
            Proposed = site.Proposed,
            Suspended = await SuspendedModules.ReadAsync(db, siteId, cancel),
        };
    }

    private HostStatus? Host(string folder) => HostStatus.Read(folders.PathOf(folder)) is { } status && status.IsRunning(clock.UtcNow) ? status : null;

    private static string Slug(string name) => NotLetters().Replace(name.Normalize(NormalizationForm.FormKD).ToLowerInvariant(), "-").Trim('-') is { Length: > 0 } slug ? slug : "site";

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotLetters();
}
