using Marketplace.Accounts;
using Marketplace.Catalog.Texts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Catalog;

/// <summary>One version in the list of a module's versions.</summary>
public sealed record VersionRow(string Version, bool IsPrerelease, string HostRange, string ReleaseNotes, string License, long PackageSize, DateTime ApprovedAt)
{
    /// <summary>Set if the release was unlisted: it is read here, but not offered.</summary>
    public YankRow? Yank { get; init; }

    public DeprecationRow? Deprecation { get; init; }

    /// <summary>Packages of it sent by the feed.</summary>
    public long Downloads { get; init; }

    /// <summary>The weakness that it fixes; null if none is known.</summary>
    public string? Fixes { get; init; }
}

/// <summary>A module with one of its versions laid open.</summary>
public sealed record ModuleDetails(
    ModuleRow Module, IReadOnlyList<VersionRow> Versions, VersionRow Shown, string PackageHash, string Readme, IReadOnlyList<Capability> Capabilities)
{
    /// <summary>The readme as sanitized HTML; empty if there is none.</summary>
    public string ReadmeHtml { get; init; } = "";

    public DateTime? MaintainerSoughtAt { get; init; }
    public IReadOnlyList<ImageRow> Images { get; init; } = [];

    /// <summary>Only its publisher, the organizations that it names and staff see it.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>False where the version that was asked for is not available and another is shown.</summary>
    public bool HasVersion { get; init; } = true;
}

/// <summary>What a version says is new, as sanitized HTML; empty if it says nothing.</summary>
public sealed record VersionNotes(string Version, DateTime ApprovedAt, string Html);

/// <summary>Another module that this one needs, or that needs it.</summary>
/// <param name="DisplayName">Null where the catalog has no such module to show.</param>
public sealed record NeedRow(string PackageId, string? DisplayName, string Version, string Range)
{
    /// <summary>The hash of its icon; null if it has none.</summary>
    public string? Icon { get; init; }
}

/// <summary>Reads what a module's page shows: available releases only.</summary>
public sealed class ModuleQueries(IDbContextFactory<MarketplaceDb> databases)
{
    /// <summary>How many versions a changelog has.</summary>
    public const int MaxNotes = 30;

    private const int MaxVersions = 100;

    /// <summary>
    /// The version asked for, or the one a new client would get, or where all were unlisted the newest of those; null when
    /// nothing of the module is available to the actor.
    /// </summary>
    public async Task<ModuleDetails?> ReadAsync(Actor? actor, string packageId, string? version, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var id = Module.Normalize(packageId);
        var releases = db.AvailableReleases(actor).AsNoTracking().Where(r => r.Module.NormalizedId == id);
        var versions = (await releases.OrderByDescending(r => r.ApprovedAt).Take(MaxVersions)
            .Select(r => new
            {
                Row = new VersionRow(r.Version, r.IsPrerelease, r.HostRange, r.ReleaseNotes, r.License, r.PackageSize, r.ApprovedAt)
                {
                    Downloads = (long?)r.Figures!.Downloads ?? 0,
                },
                r.Yank, r.Security,
            }).ToListAsync(cancel))
            .ConvertAll(r => r.Row with { Yank = ListingQueries.Row(r.Yank), Fixes = r.Security?.Text });
        if (versions.Count == 0)
        {
            return null;
        }

        var rendered = db.RenderedTexts;
        var newest = (versions.Exists(v => v.Yank is null) ? versions.Where(v => v.Yank is null) : versions).Newest(v => v.Version);
        var exact = NuGetVersion.TryParse(version, out var parsed) ? parsed.ToNormalizedString() : version;
        var asked = versions.Find(v => string.Equals(v.Version, exact, StringComparison.OrdinalIgnoreCase));
        var shown = asked ?? newest;
        var row = await releases.Where(r => r.Version == shown.Version).Select(r => new
        {
            Module = new ModuleRow(r.ModuleId, r.Module.PackageId, r.Module.DisplayName, r.Module.Summary, r.Module.Category,
                r.Module.Publisher.Name, r.Module.Publisher.VerifiedAt != null, r.Module.UpdatedAt)
            {
                Icon = r.Module.IconHash,
                PublisherIcon = r.Module.Publisher.IconHash,
                Price = r.Module.Price,
                Figures = new FigureRow(r.Module.Figures.Downloads, r.Module.Figures.Installs, r.Module.Figures.ActiveSites,
                    r.Module.Figures.RatingCount, r.Module.Figures.RatingAverage, r.Module.Figures.Score)
                {
                    Stars = new[]
                    {
                        r.Module.Figures.Stars1, r.Module.Figures.Stars2, r.Module.Figures.Stars3,
                        r.Module.Figures.Stars4, r.Module.Figures.Stars5,
                    },
                },
            },
            r.PackageHash,
            r.Readme,
            ReadmeHtml = rendered.Where(t => t.PackageHash == r.PackageHash).Select(t => t.ReadmeHtml).FirstOrDefault(),
            r.ManifestJson,
            r.Module.MaintainerSoughtAt,
            r.Module.PrivateSince,
            Images = r.Images.OrderBy(i => i.Ordinal).Select(i => new ImageRow(i.Hash, i.Text)).ToList(),
        }).FirstOrDefaultAsync(cancel);
        if (row is null)
        {
            return null;
        }

        var deprecations = await db.DeprecationsAsync(row.Module.Id, cancel);
        return new ModuleDetails(
            row.Module with { Version = newest.Version, IsPrerelease = newest.IsPrerelease },
            [.. versions.OrderByDescending(v => NuGetVersion.Parse(v.Version)).Select(Judged)],
            Judged(shown), row.PackageHash, row.Readme, Capability.InManifest(row.ManifestJson))
        {
            ReadmeHtml = row.ReadmeHtml ?? Markdown.AsPlainText(row.Readme),
            MaintainerSoughtAt = row.MaintainerSoughtAt,
            Images = row.Images,
            IsPrivate = row.PrivateSince is not null,
            HasVersion = asked is not null || string.IsNullOrEmpty(version),
        };

        VersionRow Judged(VersionRow version) => version with { Deprecation = DeprecationRow.Of(version.Version, deprecations) };
    }

    /// <summary>What the newest available versions say is new, the highest version first.</summary>
    public async Task<IReadOnlyList<VersionNotes>> NotesAsync(Actor? actor, string packageId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (id, rendered) = (Module.Normalize(packageId), db.RenderedTexts);
        var rows = await db.AvailableReleases(actor).Where(r => r.Module.NormalizedId == id).OrderByDescending(r => r.ApprovedAt).Take(MaxNotes)
            .Select(r => new
            {
                r.Version, r.ApprovedAt, r.ReleaseNotes,
                Html = rendered.Where(t => t.PackageHash == r.PackageHash).Select(t => t.NotesHtml).FirstOrDefault(),
            }).ToListAsync(cancel);
        return [.. rows.OrderByDescending(r => NuGetVersion.Parse(r.Version))
            .Select(r => new VersionNotes(r.Version, r.ApprovedAt, r.Html ?? Markdown.AsPlainText(r.ReleaseNotes)))];
    }

    /// <summary>The type of a screenshot of a release that the actor may see, and whether everybody may; null if there is none.</summary>
    public async Task<(string ContentType, bool IsPublic)?> ImageAsync(Actor? actor, string hash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var image = await db.AvailableReleases(actor)
            .Where(r => r.Images.Any(i => i.Hash == hash))
            .OrderBy(r => r.Module.PrivateSince == null ? 0 : 1)
            .ThenBy(r => r.Id)
            .Select(r => new { IsPublic = r.Module.PrivateSince == null, r.Images.First(i => i.Hash == hash).ContentType }).FirstOrDefaultAsync(cancel);
        return image is null ? null : (image.ContentType, image.IsPublic);
    }

    /// <summary>What the release of this file needs.</summary>
    public async Task<IReadOnlyList<NeedRow>> NeedsAsync(Actor? actor, string packageHash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var listed = db.ListedModules(actor);
        return await db.Set<Release>().Where(r => r.PackageHash == packageHash).SelectMany(r => r.Dependencies).OrderBy(d => d.NormalizedId)
            .Select(d => new NeedRow(
                d.PackageId, listed.Where(m => m.NormalizedId == d.NormalizedId).Select(m => m.DisplayName).FirstOrDefault(), "", d.Range)
            {
                Icon = listed.Where(m => m.NormalizedId == d.NormalizedId).Select(m => m.IconHash).FirstOrDefault(),
            })
            .Take(Paging.MaxSize).ToListAsync(cancel);
    }

    /// <summary>The modules that need this one, each by its newest version that does.</summary>
    public async Task<IReadOnlyList<NeedRow>> NeededByAsync(Actor? actor, string packageId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var id = Module.Normalize(packageId);
        var needs = await db.AvailableReleases(actor).Offered()
            .SelectMany(r => r.Dependencies.Where(d => d.NormalizedId == id), (r, d) => new { r.Module, r.Version, d.Range })
            .OrderBy(n => n.Module.NormalizedId).Take(1000)
            .Select(n => new NeedRow(n.Module.PackageId, n.Module.DisplayName, n.Version, n.Range) { Icon = n.Module.IconHash }).ToListAsync(cancel);
        return [.. needs.GroupBy(n => n.PackageId).Select(g => g.Newest(n => n.Version)).Take(Paging.MaxSize)];
    }
}
