using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Modules;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Planning;

/// <param name="Others">How many places are taken beside the site.</param>
/// <param name="IsOff">The module was deactivated on the site.</param>
public sealed record SitePlaces(int Others, bool IsOff);

/// <summary>
/// Members of an organization say which of its sites use its licenses of a module, while the module stays: one that is deactivated is off and takes no site,
/// and can be activated again while there is room.
/// </summary>
public sealed class SiteActivations(
    IDbContextFactory<MarketplaceDb> databases, SitesInUse sites, IEnumerable<ILicenseListener> listeners, TimeProvider clock)
{
    private static readonly LicenseOutcome.Invalid Free = new("Staging and development sites are free: they take no site of a license.");

    public Task<LicenseOutcome> DeactivateAsync(Actor actor, long siteId, string packageId, CancellationToken cancel) =>
        ActAsync(actor, siteId, packageId, (db, use) => DeactivateAsync(db, use, cancel), cancel);

    public Task<LicenseOutcome> ActivateAsync(Actor actor, long siteId, string packageId, CancellationToken cancel) => ActAsync(
        actor, siteId, packageId,
        async (db, use) => await ProblemAsync(db, use, 0, cancel) ?? await ActivateAsync(db, use, cancel), cancel);

    /// <summary>Deactivates a module on one site and activates it on another that has it, both or neither.</summary>
    public Task<LicenseOutcome> TransferAsync(Actor actor, long fromSiteId, long toSiteId, string packageId, CancellationToken cancel) => ActAsync(
        actor, fromSiteId, packageId,
        async (db, use) =>
        {
            var other = await UseAsync(db, actor, toSiteId, use.PackageId, cancel);
            var refused = other is null || other.License.Id != use.License.Id ? new LicenseOutcome.NotFound()
                : !other.IsOff ? new LicenseOutcome.Invalid($"{use.PackageId} is active on {other.Site} already.")
                : use.Kind is not SiteKind.Production ? Free
                : await ProblemAsync(db, other, use.IsOff ? 0 : 1, cancel);
            if (refused is null)
            {
                await DeactivateAsync(db, use, cancel);
                await ActivateAsync(db, other!, cancel);
            }

            return refused ?? new LicenseOutcome.Done();
        },
        cancel);

    /// <summary>How an organization of the actor uses its licenses of a module beside a site, and whether they are deactivated there.</summary>
    /// <param name="siteId">Null for none.</param>
    public async Task<SitePlaces> ReadAsync(Actor actor, string organization, long? siteId, string packageId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var id = await db.Organizations.Of(actor).Where(o => o.Name == organization).Select(o => o.Id).FirstOrDefaultAsync(cancel);
        var others = await sites.OthersAsync(db, id, siteId ?? 0, [packageId], cancel);
        return new(
            others.GetValueOrDefault(packageId),
            await db.Sites.Of(actor).AnyAsync(s => s.Id == siteId, cancel)
                && await db.DeactivatedModules.AnyAsync(m => m.SiteId == siteId && m.PackageId == packageId, cancel));
    }

    /// <param name="License">The newest that the organization has, or had, of the module.</param>
    /// <param name="IsOff">It was deactivated there.</param>
    private sealed record Use(Actor Actor, long SiteId, string Site, SiteKind Kind, string PackageId, License License, bool IsOff);

    private Task<LicenseOutcome> ActAsync(
        Actor actor, long siteId, string packageId, Func<MarketplaceDb, Use, Task<LicenseOutcome>> act, CancellationToken cancel) => databases.TransactAsync(
        async db => await UseAsync(db, actor, siteId, packageId, cancel) is { } use ? await act(db, use) : new LicenseOutcome.NotFound(), cancel);

    private async Task<LicenseOutcome> DeactivateAsync(MarketplaceDb db, Use use, CancellationToken cancel)
    {
        if (use.Kind is not SiteKind.Production)
        {
            return Free;
        }

        if (!use.IsOff)
        {
            db.Add(new DeactivatedModule(use.SiteId, use.PackageId, use.Actor.UserId, clock.UtcNow));
            await TellAsync(db, use, "deactivate", cancel);
        }

        return new LicenseOutcome.Done();
    }

    private async Task<LicenseOutcome> ActivateAsync(MarketplaceDb db, Use use, CancellationToken cancel)
    {
        if (use.IsOff)
        {
            await db.DeactivatedModules.Where(m => m.SiteId == use.SiteId && m.PackageId == use.PackageId).ExecuteDeleteAsync(cancel);
            await TellAsync(db, use, "activate", cancel);
        }

        return new LicenseOutcome.Done();
    }

    /// <param name="freed">How many of the sites that count now will not.</param>
    /// <returns>Why it cannot be activated; null if it can, or is.</returns>
    private async Task<LicenseOutcome?> ProblemAsync(MarketplaceDb db, Use use, int freed, CancellationToken cancel)
    {
        if (!use.IsOff || use.Kind is not SiteKind.Production
            || await db.LicenseStandingsAsync(use.License.OrganizationId, [use.PackageId], "", cancel) is not [var standing])
        {
            return null;
        }

        var (now, terms) = (clock.UtcNow, standing.Terms);
        var counts = await sites.OthersAsync(db, use.License.OrganizationId, use.SiteId, [use.PackageId], cancel);
        var others = counts.GetValueOrDefault(use.PackageId) - freed;
        return LicenseTerm.Judge(terms, others, now) is var verdict && verdict is LicenseVerdict.Valid ? null
            : new LicenseOutcome.Invalid(new PlanLicense(use.PackageId, verdict, LicenseTerm.SitesOf(terms, now), others, [], false).Problem!);
    }

    private async Task TellAsync(MarketplaceDb db, Use use, string act, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        db.Audit(use.Actor, $"license.{act}", $"site/{use.SiteId}", use.PackageId, now);
        foreach (var listener in listeners)
        {
            await listener.ChangedAsync(db, use.License, $"license.{act}d", cancel);
        }

        db.TellLicenses(use.License.OrganizationId, use.License.Module.NormalizedId, now);
        await db.SaveChangesAsync(cancel);
    }

    private static async Task<Use?> UseAsync(MarketplaceDb db, Actor actor, long siteId, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        if (await db.Sites.Of(actor).Where(s => s.Id == siteId).Select(s => new { s.Name, s.Kind, s.OrganizationId })
            .FirstOrDefaultAsync(cancel) is not { } site)
        {
            return null;
        }

        await db.LockLicensesAsync(site.OrganizationId, [id], cancel);
        return await db.Licenses.Include(l => l.Module).Where(l => l.OrganizationId == site.OrganizationId && l.Module.NormalizedId == id)
                .OrderByDescending(l => l.Id).FirstOrDefaultAsync(cancel) is { } license
            && await db.Installed([siteId]).Where(m => m.PackageId == license.Module.PackageId).Select(m => m.PackageId).FirstOrDefaultAsync(cancel) is { } name
            ? new(actor, siteId, site.Name, site.Kind, name, license,
                await db.DeactivatedModules.AnyAsync(m => m.SiteId == siteId && m.PackageId == name, cancel))
            : null;
    }
}
