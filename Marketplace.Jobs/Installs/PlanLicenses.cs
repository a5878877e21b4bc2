using Marketplace.Data;
using Marketplace.Licensing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Installs;

/// <summary>
/// Which licences a plan needs. Only a module that comes onto a site anew needs one: what is there is updated and taken up again
/// whatever became of its licence, so no client is left with a site that cannot be mended.
/// </summary>
internal static class PlanLicenses
{
    extension(MarketplaceDb db)
    {
        /// <param name="currency">The marketplace's own.</param>
        public async Task<IReadOnlyList<PlanLicense>> PlanLicensesAsync(long siteId, IEnumerable<PlanChange> changes, string currency, DateTime now, CancellationToken cancel)
        {
            var organizationId = await db.Sites.Where(s => s.Id == siteId).Select(s => s.OrganizationId).SingleAsync(cancel);
            var standings = await db.LicenseStandingsAsync(organizationId, changes.Where(change => change.Kind is ChangeKind.Add).Select(change => change.Id), currency, cancel);
            if (standings.Count == 0)
            {
                return [];
            }

            // Counted over what the sites have, so no count can be forgotten or left behind.
            var ids = standings.Select(standing => standing.PackageId).ToList();
            var others = await db.Sites.Where(s => s.OrganizationId == organizationId && s.Id != siteId).SelectMany(s => s.Revisions.Where(r => r.Number == s.CurrentRevision)).SelectMany(r => r.Modules)
                .Where(m => ids.Contains(m.PackageId)).GroupBy(m => m.PackageId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.OrdinalIgnoreCase, cancel);
            return [.. standings.Select(standing => Judged(standing, others.GetValueOrDefault(standing.PackageId), now))];
        }

        /// <summary>Why what was planned may not come any more; null if it may. A rollback always may.</summary>
        public async Task<string?> LicenseProblemAsync(PlanDocument plan, DateTime now, CancellationToken cancel) =>
            plan.Restores is null ? (await db.PlanLicensesAsync(plan.SiteId, plan.Changes, "", now, cancel)).Select(license => license.Problem).FirstOrDefault(problem => problem is not null) : null;
    }

    private static PlanLicense Judged(LicenseStanding standing, int others, DateTime now)
    {
        var (verdict, sites) = (LicenseTerm.Judge(standing.Terms, others, now), LicenseTerm.SitesOf(standing.Terms, now));
        return new(
            standing.PackageId, verdict, sites, sites is null ? 0 : others,
            verdict is LicenseVerdict.Valid ? [] : [.. standing.Offers.OrderBy(offer => offer.FirstYear()?.Minor ?? long.MaxValue).Select(offer => new PlanOffer(offer.Id, offer.Tier, offer.Model, offer.Price, offer.Sites))],
            verdict is not LicenseVerdict.Valid && standing.IsAsked);
    }
}
