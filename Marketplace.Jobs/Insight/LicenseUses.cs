using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Licensing.Metering;
using Marketplace.Modules;
using Marketplace.Planning;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>Something that uses a license: a site, or what its key activated.</summary>
/// <param name="SiteId">Null for what a key activated.</param>
/// <param name="ActivationId">Null for a site.</param>
/// <param name="Kind">Of a site.</param>
/// <param name="Since">When the module came, or the key was used.</param>
/// <param name="SeenAt">When it last asked; null for a site that our worker writes.</param>
/// <param name="Fingerprint">What tells it from a copy; empty where it does not say.</param>
/// <param name="LeasedUntil">By when it must ask again; null where it keeps its place.</param>
/// <param name="EndedAt">Since when it was deactivated, or its lease has run out; null while it is active.</param>
public sealed record LicenseUse(
    long? SiteId, long? ActivationId, string Name, SiteKind? Kind, DateTime? Since, DateTime? SeenAt, string Fingerprint, DateTime? LeasedUntil,
    DateTime? EndedAt)
{
    /// <summary>Whether it takes one of the license's sites.</summary>
    public bool Counts => EndedAt is null && (Kind is null || Kind is SiteKind.Production);
}

/// <param name="Allowed">On how many sites all licenses of the module count together; null for all of them.</param>
/// <param name="Used">How many use one now, or are about to.</param>
/// <param name="Uses">Where; only what a key activated for those who issue licenses.</param>
/// <param name="Elsewhere">Production sites of the organization that do not have the module.</param>
/// <param name="IsOwn">It is of one of the actor's organizations.</param>
/// <param name="MayManage">The actor issues and changes licenses of the module.</param>
/// <param name="Others">How many other licenses of the module the organization has that count.</param>
public sealed record LicenseDetail(
    LicenseRow License, IReadOnlyList<LicensedFeature> Features, long OrganizationId, int? LeaseMinutes, bool IsOwn, bool MayManage, int Others, int? Allowed,
    int Used, IReadOnlyList<LicenseUse> Uses, IReadOnlyList<SiteName> Elsewhere, IReadOnlyList<QuantityUse> Quantities);

public sealed record SiteName(long Id, string Name);

/// <summary>Reads one license with where and how much it is used, for those who have it and those who issue it.</summary>
public sealed class LicenseUses(
    IDbContextFactory<MarketplaceDb> databases, LicenseQueries licenses, UsageQueries usage, SitesInUse sitesInUse, TimeProvider clock)
{
    private const int MaxUses = 500, MaxTerms = 1000;

    /// <summary>Null if there is no such license that the actor may see.</summary>
    public async Task<LicenseDetail?> ReadAsync(Actor actor, long licenseId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (own, managed) = (db.Organizations.Of(actor), db.ModulesManagedBy(actor));
        var one = db.Licenses.Where(l => l.Id == licenseId && (own.Any(o => o.Id == l.OrganizationId) || managed.Any(m => m.Id == l.ModuleId)));
        if (await one.Select(l => new
            {
                l.OrganizationId, l.ModuleId, l.Module.PackageId, l.LeaseMinutes,
                IsOwn = own.Any(o => o.Id == l.OrganizationId), MayManage = managed.Any(m => m.Id == l.ModuleId),
            }).FirstOrDefaultAsync(cancel) is not { } license)
        {
            return null;
        }

        var view = (await licenses.ViewAsync(db, one, cancel))!;
        var all = (await db.Licenses.AsNoTracking().Where(l => l.OrganizationId == license.OrganizationId && l.ModuleId == license.ModuleId)
            .OrderByDescending(l => l.Id).Take(MaxTerms).ToListAsync(cancel)).ConvertAll(l => (l.Id, Term: new LicenseTerm(l.Sites, l.UpdatesUntil, l.Life)));
        var counts = await sitesInUse.OthersAsync(db, license.OrganizationId, 0, [license.PackageId], cancel);
        return new(
            view.License with { Icon = (await db.IconsAsync(actor, [license.PackageId], cancel)).Of(license.PackageId) }, view.Features,
            license.OrganizationId, license.LeaseMinutes, license.IsOwn, license.MayManage,
            all.Count(other => other.Id != licenseId && other.Term.Life.VerdictAt(now, LicenseStage.NoActivations) is LicenseVerdict.Valid),
            LicenseTerm.SitesOf(all.Select(other => other.Term), now), counts.GetValueOrDefault(license.PackageId),
            [
                .. license.IsOwn ? await SitesAsync(db, license.OrganizationId, license.PackageId, cancel) : [],
                .. await KeysAsync(db, license.OrganizationId, license.ModuleId, now, cancel),
            ],
            license.IsOwn ? await ElsewhereAsync(db, license.OrganizationId, license.PackageId, cancel) : [],
            await usage.OfAsync(actor, licenseId, cancel));
    }

    private static async Task<IReadOnlyList<LicenseUse>> SitesAsync(MarketplaceDb db, long organizationId, string packageId, CancellationToken cancel)
    {
        var (contacts, off) = (db.AgentContacts, db.DeactivatedModules);
        var rows = await db.Sites.AsNoTracking()
            .Where(s => s.OrganizationId == organizationId
                && s.Revisions.Any(r => r.Number == s.CurrentRevision && r.Modules.Any(m => m.PackageId == packageId)))
            .OrderBy(s => s.Name).ThenBy(s => s.Id).Take(MaxUses)
            .Select(s => new
            {
                s.Id, s.Name, s.Kind,
                Since = s.Revisions.Where(r => r.Modules.Any(m => m.PackageId == packageId)).Min(r => (DateTime?)r.CreatedAt),
                Seen = contacts.Where(c => c.SiteId == s.Id).Select(c => new { c.SeenAt, c.Fingerprint }).FirstOrDefault(),
                OffAt = off.Where(m => m.SiteId == s.Id && m.PackageId == packageId).Select(m => (DateTime?)m.At).FirstOrDefault(),
            }).ToListAsync(cancel);
        return rows.ConvertAll(s => new LicenseUse(s.Id, null, s.Name, s.Kind, s.Since, s.Seen?.SeenAt, s.Seen?.Fingerprint ?? "", null, s.OffAt));
    }

    private static async Task<IReadOnlyList<SiteName>> ElsewhereAsync(
        MarketplaceDb db, long organizationId, string packageId, CancellationToken cancel) =>
        await db.Sites.AsNoTracking()
            .Where(s => s.OrganizationId == organizationId && s.Kind == SiteKind.Production
                && !s.Revisions.Any(r => r.Number == s.CurrentRevision && r.Modules.Any(m => m.PackageId == packageId)))
            .OrderBy(s => s.Name).Take(MaxUses).Select(s => new SiteName(s.Id, s.Name)).ToListAsync(cancel);

    private static async Task<IReadOnlyList<LicenseUse>> KeysAsync(
        MarketplaceDb db, long organizationId, long moduleId, DateTime now, CancellationToken cancel) =>
        (await db.Activations.AsNoTracking().Where(a => a.License.OrganizationId == organizationId && a.License.ModuleId == moduleId)
            .OrderBy(a => a.DeactivatedAt != null || a.LeasedUntil <= now).ThenByDescending(a => a.SeenAt).Take(MaxUses).ToListAsync(cancel))
        .ConvertAll(a => new LicenseUse(
            null, a.Id, a.Name == "" ? a.Fingerprint : a.Name, null, a.ActivatedAt, a.SeenAt, a.Fingerprint, a.LeasedUntil,
            a.DeactivatedAt ?? (a.LeasedUntil <= now ? a.LeasedUntil : null)));
}
