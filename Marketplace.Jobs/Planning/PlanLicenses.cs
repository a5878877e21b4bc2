using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Planning;

/// <summary>
/// Which licenses a plan needs: a module that is new on a site one that may be activated, and the release that comes one that covers it. What is there is
/// taken up again by a rollback whatever became of its license, and what was there before the module was sold is updated without one.
/// </summary>
public sealed class PlanLicenses(SitesInUse sites)
{
    /// <param name="currency">The marketplace's own.</param>
    internal async Task<IReadOnlyList<PlanLicense>> ReadAsync(
        MarketplaceDb db, long siteId, IEnumerable<PlanChange> changes, string currency, DateTime now, CancellationToken cancel)
    {
        var (organizationId, kind) = await db.Sites.Where(s => s.Id == siteId).Select(s => new ValueTuple<long, SiteKind>(s.OrganizationId, s.Kind))
            .SingleAsync(cancel);
        var coming = changes.Where(change => change.Kind is ChangeKind.Add or ChangeKind.Update)
            .ToDictionary(change => change.Id, StringComparer.OrdinalIgnoreCase);
        var standings = (await db.LicenseStandingsAsync(organizationId, coming.Keys, currency, cancel))
            .Where(standing => coming[standing.PackageId].Kind is ChangeKind.Add || standing.Terms.Count > 0).ToList();
        if (standings.Count == 0)
        {
            return [];
        }

        var ids = standings.Select(standing => standing.PackageId).ToList();
        var counts = await sites.OthersAsync(db, organizationId, siteId, ids, cancel);
        var off = await db.DeactivatedModules.Where(m => m.SiteId == siteId && ids.Contains(m.PackageId)).Select(m => m.PackageId).ToListAsync(cancel);
        var hashes = coming.Values.Select(change => change.Hash).ToList();
        var approved = await db.Releases.Where(r => hashes.Contains(r.PackageHash)).Select(r => new { r.PackageHash, r.ApprovedAt })
            .ToDictionaryAsync(r => r.PackageHash, r => r.ApprovedAt, cancel);
        return
        [
            .. standings.Select(standing => (standing, change: coming[standing.PackageId])).Select(one =>
                one.change.Kind is ChangeKind.Update && off.Contains(one.standing.PackageId, StringComparer.OrdinalIgnoreCase)
                    ? new PlanLicense(one.standing.PackageId, LicenseVerdict.WrongSite, null, 0, [], false)
                    : Judged(
                        one.standing, one.change.Kind is ChangeKind.Add, approved.GetValueOrDefault(one.change.Hash),
                        kind is SiteKind.Production ? counts.GetValueOrDefault(one.standing.PackageId) : null, now)),
        ];
    }

    /// <param name="others">Null for a site that is not counted.</param>
    private static PlanLicense Judged(LicenseStanding standing, bool isNew, DateTime approvedAt, int? others, DateTime now)
    {
        var verdict = isNew ? LicenseTerm.JudgeInstall(standing.Terms, others ?? 0, approvedAt, now) : LicenseTerm.JudgeUpdate(standing.Terms, approvedAt, now);
        // What is there already takes no further site.
        var sites = others is null || !isNew ? null : LicenseTerm.SitesOf(standing.Terms, now);
        return new(
            standing.PackageId, verdict, sites, sites is null ? 0 : others!.Value,
            verdict is LicenseVerdict.Valid
                ? []
                : [.. standing.Offers.OrderBy(offer => offer.FirstYear()?.Minor ?? long.MaxValue)
                    .Select(offer => new PlanOffer(offer.Id, offer.Tier, offer.Model, offer.Price, offer.Sites))],
            verdict is not LicenseVerdict.Valid && standing.IsAsked);
    }
}
