using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing;

/// <summary>What a license is granted for.</summary>
/// <param name="Sites">How many were bought; what the offer includes counts where it is more.</param>
public sealed record LicenseGrant(long OrganizationId, long OfferId, OfferTier Tier, LicenseOrigin Origin, int Sites, DateTime? ExpiresAt, long ById);

/// <summary>What a license is of from now on.</summary>
public sealed record Relicense(long OfferId, OfferTier Tier, int Sites);

/// <summary>Licenses that follow from a sale: rights are not checked here, so the caller must have the right to sell.</summary>
public static class BoughtLicenses
{
    extension(MarketplaceDb db)
    {
        /// <summary>Adds a license of the offer's module, and of each that is bundled with it, within the transaction of the sale.</summary>
        /// <returns>With their modules, that of the offer's own first.</returns>
        public async Task<IReadOnlyList<License>> LicenseAsync(LicenseGrant grant, DateTime now, CancellationToken cancel)
        {
            var offer = await db.Offers.Include(o => o.Module).SingleAsync(o => o.Id == grant.OfferId, cancel);
            var (bundle, _) = await db.BundleAsync(offer, offer.Module.PublisherId, cancel);
            var licenses = new List<License>();
            foreach (var module in bundle.Prepend(offer.Module))
            {
                var license = new License(
                    module.Id, grant.OrganizationId, grant.OfferId, grant.Tier, SitesOf(offer, grant.Tier, grant.Sites), grant.ExpiresAt, grant.ById, now)
                {
                    Origin = grant.Origin, UpdatesUntil = offer.Details.UpdatesUntil(now), Features = offer.Details.Features,
                    Steps = offer.StepsOf(grant.Origin), LeaseMinutes = offer.Details.LeaseMinutes, SoldWith = licenses.FirstOrDefault(),
                };
                db.Licenses.Add(license);
                licenses.Add(license);
                var words = $"{license.Tier} for {(license.Sites is { } sites ? $"{sites} {(sites == 1 ? "site" : "sites")}" : "all sites")}";
                await db.NotifyMembersAsync(grant.OrganizationId, "licenses", $"You have a license of {module.DisplayName}: {words}", now, cancel);
                db.TellLicenses(grant.OrganizationId, module.NormalizedId, now);
            }

            if (await db.LicenseRequests.FirstOrDefaultAsync(
                r => r.OrganizationId == grant.OrganizationId && r.OfferId == grant.OfferId && r.AnsweredAt == null, cancel) is { } request)
            {
                // What was asked for is there.
                request.Grant(licenses[0], grant.ById, now);
            }

            await db.SaveChangesAsync(cancel);
            return licenses;
        }

        /// <summary>What a license allows becomes what is bought now, with its key and what that activated; of what was sold along, the sites.</summary>
        public async Task RelicenseAsync(long licenseId, Relicense to, DateTime now, CancellationToken cancel)
        {
            var offer = await db.Offers.SingleAsync(o => o.Id == to.OfferId, cancel);
            var sites = SitesOf(offer, to.Tier, to.Sites);
            foreach (var license in await db.LicensesSoldWith([licenseId]).Include(l => l.Module).Where(l => l.RevokedAt == null).OrderBy(l => l.Id)
                .ToListAsync(cancel))
            {
                if (license.Id == licenseId)
                {
                    license.Become(offer, to.Tier, sites, now);
                }
                else
                {
                    license.Allow(sites);
                }

                db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
            }
        }

        /// <summary>Licenses with those of the modules that were sold along with them.</summary>
        /// <param name="ids">Of the licenses that a sale names.</param>
        public IQueryable<License> LicensesSoldWith(IReadOnlyCollection<long> ids) =>
            db.Licenses.Where(l => ids.Contains(l.Id) || (l.SoldWithId != null && ids.Contains(l.SoldWithId.Value)));

        /// <summary>What an offer brings along.</summary>
        /// <returns>The modules, and the first that went to another publisher since: it is not this one's to give.</returns>
        internal async Task<(IReadOnlyList<Module> Modules, string? Missing)> BundleAsync(Offer offer, long publisherId, CancellationToken cancel)
        {
            var ids = offer.Details.Bundle.Select(Module.Normalize).ToList();
            var modules = ids.Count == 0 ? []
                : await db.Modules.Where(m => m.PublisherId == publisherId && ids.Contains(m.NormalizedId)).OrderBy(m => m.Id).ToListAsync(cancel);
            return (modules, ids.Find(id => modules.TrueForAll(module => module.NormalizedId != id)));
        }
    }

    // What is told by a custom quote counts as it says. Where further sites have a price, so many are paid; else whole licenses are, each for as many as the
    // offer includes.
    public static int? SitesOf(Offer offer, OfferTier tier, int bought) => tier is OfferTier.Custom ? bought
        : offer.Sites is not { } included ? null
        : offer.Details.ExtraSites is not null ? Math.Max(included, bought)
        : (bought + included - 1) / included * included;
}
