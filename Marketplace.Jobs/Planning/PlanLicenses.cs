using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Resolution;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Planning;

/// <summary>
/// Which licenses a plan needs. Only a module that is new on a site needs one: what is there is updated and taken up again
/// whatever became of its license, so no client is left with a site that cannot be mended.
/// </summary>
public sealed class PlanLicenses(ISeatsOnTheWay seats)
{
    /// <param name="currency">The marketplace's own.</param>
    internal async Task<IReadOnlyList<PlanLicense>> ReadAsync(
        MarketplaceDb db, long siteId, IEnumerable<PlanChange> changes, string currency, DateTime now, CancellationToken cancel)
    {
        var organizationId = await db.Sites.Where(s => s.Id == siteId).Select(s => s.OrganizationId).SingleAsync(cancel);
        var standings = await db.LicenseStandingsAsync(
            organizationId, changes.Where(change => change.Kind is ChangeKind.Add).Select(change => change.Id), currency, cancel);
        if (standings.Count == 0)
        {
            return [];
        }

        // Counted over what the sites have and what is on its way to them, so no count can be forgotten or left behind.
        var ids = standings.Select(standing => standing.PackageId).ToList();
        var others = db.Sites.Where(s => s.OrganizationId == organizationId && s.Id != siteId);
        var there = others
            .SelectMany(s => s.Revisions.Where(r => r.Number == s.CurrentRevision).SelectMany(r => r.Modules), (s, m) => new { m.PackageId, s.Id });
        var coming = seats.In(db).Where(seat => others.Any(s => s.Id == seat.SiteId)).Select(seat => new { seat.PackageId, Id = seat.SiteId });
        var counts = await there.Union(coming)
            .Where(use => ids.Contains(use.PackageId))
            .GroupBy(use => use.PackageId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.OrdinalIgnoreCase, cancel);
        return [.. standings.Select(standing => Judged(standing, counts.GetValueOrDefault(standing.PackageId), now))];
    }

    private static PlanLicense Judged(LicenseStanding standing, int others, DateTime now)
    {
        var (verdict, sites) = (LicenseTerm.Judge(standing.Terms, others, now), LicenseTerm.SitesOf(standing.Terms, now));
        return new(
            standing.PackageId, verdict, sites, sites is null ? 0 : others,
            verdict is LicenseVerdict.Valid
                ? []
                : [.. standing.Offers.OrderBy(offer => offer.FirstYear()?.Minor ?? long.MaxValue)
                    .Select(offer => new PlanOffer(offer.Id, offer.Tier, offer.Model, offer.Price, offer.Sites))],
            verdict is not LicenseVerdict.Valid && standing.IsAsked);
    }
}
