using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Planning;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Delivery;

/// <summary>A license file of a site.</summary>
public sealed record SiteLicenseFile(string PackageId, string Text);

/// <param name="Tag">Changes with what the files say, and each day so that they are renewed long before they end.</param>
public sealed record SiteLicenseFiles(string Tag, IReadOnlyList<SiteLicenseFile> Files);

/// <summary>Writes the license files of sites: one for each module that a site has, or is about to have, and its organization ever had a license of.</summary>
public sealed class LicenseFiles(IDbContextFactory<MarketplaceDb> databases, SigningKeys keys, ISeatsOnTheWay seats, TimeProvider clock)
{
    /// <summary>A file of which what matters to the site has not changed is renewed so often.</summary>
    private static readonly TimeSpan RenewEvery = TimeSpan.FromDays(1);

    private const int MaxLicenses = 10_000;

    /// <param name="known">The tag of what the site has.</param>
    /// <returns>Null if that is what it should have.</returns>
    public async Task<SiteLicenseFiles?> OfSiteAsync(long siteId, string? known, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var documents = await ReadAsync(db, db.Sites.Where(s => s.Id == siteId), null, [], now, cancel);
        var published = documents.Count > 0 ? await keys.PublicAsync(cancel) : [];
        var (day, facts) = (now.Ticks / RenewEvery.Ticks, documents.Select(Facts));
        var tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { day, published, facts }))))[..32];
        return tag == known ? null : new(tag, await SignAsync(documents, cancel));
    }

    /// <summary>The files that a site should have in place of those that it has.</summary>
    /// <param name="siteId">The site.</param>
    /// <param name="coming">The package ids of modules that it is about to have, beside those on record.</param>
    /// <param name="known">Reads the text of the file that it has of a module; null if it has none.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<IReadOnlyList<SiteLicenseFile>> ChangedAsync(
        long siteId, IEnumerable<string> coming, Func<string, string?> known, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var documents = await ReadAsync(db, db.Sites.Where(s => s.Id == siteId), null, coming, now, cancel);
        var published = documents.Count > 0 ? await keys.PublicAsync(cancel) : [];
        var ring = KeyRing.Of(published.Select(key => key.Id), published);
        return await SignAsync([.. documents.Where(document => !IsFresh(document, known(document.Module)))], cancel);

        // One that another process wrote meanwhile is newer than what was read here. What was damaged is written again.
        bool IsFresh(LicenseDocument document, string? text) => text is not null
            && LicenseFile.Parse(text) is { Document: var had } file && file.IsSignedBy(ring)
            && (had.IssuedAt > document.IssuedAt || (document.IssuedAt - had.IssuedAt < RenewEvery
                && JsonSerializer.Serialize(Facts(had)) == JsonSerializer.Serialize(Facts(document)) && file.Keys.SequenceEqual(published)));
    }

    /// <summary>The file of one module, for a member of the site's organization to put there by hand; null if there is none to have.</summary>
    public async Task<SiteLicenseFile?> DownloadAsync(Actor actor, long siteId, string packageId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ReadAsync(db, db.Sites.Of(actor).Where(s => s.Id == siteId), Module.Normalize(packageId), [], clock.UtcNow, cancel) is [var document]
            ? (await SignAsync([document], cancel))[0] : null;
    }

    private async Task<IReadOnlyList<SiteLicenseFile>> SignAsync(IReadOnlyList<LicenseDocument> documents, CancellationToken cancel) =>
        documents.Count == 0 ? []
            : [.. documents.Zip(await keys.SignAsync(documents, cancel), (document, text) => new SiteLicenseFile(document.Module, text))];

    private static LicenseDocument Facts(LicenseDocument document) => document with { IssuedAt = default, ValidUntil = default };

    /// <param name="normalizedId">Of the only module asked for; null for all.</param>
    private async Task<IReadOnlyList<LicenseDocument>> ReadAsync(
        MarketplaceDb db, IQueryable<Site> sites, string? normalizedId, IEnumerable<string> coming, DateTime now, CancellationToken cancel)
    {
        if (await sites.AsNoTracking().Select(s => new { s.Id, s.OrganizationId, Licensee = s.Organization.Name }).FirstOrDefaultAsync(cancel) is not { } site)
        {
            return [];
        }

        var there = db.Sites.Where(s => s.Id == site.Id)
            .SelectMany(s => s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules), (s, m) => m.PackageId);
        var onTheWay = seats.In(db).Where(seat => seat.SiteId == site.Id).Select(seat => seat.PackageId);
        var ids = (await there.Union(onTheWay).ToListAsync(cancel)).Concat(coming).Select(Module.Normalize)
            .Where(id => normalizedId is null || id == normalizedId).ToHashSet();
        var licenses = await db.Licenses.AsNoTracking().Include(l => l.Module)
            .Where(l => l.OrganizationId == site.OrganizationId && ids.Contains(l.Module.NormalizedId))
            .OrderByDescending(l => l.Id).Take(MaxLicenses).ToListAsync(cancel);
        var off = await db.DeactivatedModules.Where(m => m.SiteId == site.Id)
            .ToDictionaryAsync(m => m.PackageId, m => (DateTime?)m.At, StringComparer.OrdinalIgnoreCase, cancel);
        return
        [
            .. licenses.GroupBy(l => l.Module.PackageId, StringComparer.OrdinalIgnoreCase).OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase)
                .Select(g => g.Best(now)!)
                .Select(l => new LicenseDocument(
                    l.Id, site.Id, l.Module.PackageId, site.Licensee, $"{l.Tier}", l.Life, l.UpdatesUntil, l.Features, l.IsOptional,
                    now, now + LicenseDocument.ValidFor)
                {
                    DeactivatedAt = off.GetValueOrDefault(l.Module.PackageId),
                }),
        ];
    }
}
