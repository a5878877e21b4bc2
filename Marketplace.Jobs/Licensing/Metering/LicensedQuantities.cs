using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing.Metering;

/// <summary>A quantity that the licenses of an organization speak of.</summary>
/// <param name="Unit">What is counted, in the plural; empty where only an entitlement names it.</param>
/// <param name="Included">So many a month are paid for with the licenses that count now, or allowed by them; null for no limit.</param>
/// <param name="IsMetered">What goes beyond is paid for; otherwise it is not allowed, and the module sees to it.</param>
public sealed record LicensedQuantity(string Name, string Unit, long? Included, bool IsMetered)
{
    /// <summary>Until when they spoke of it, before they were changed to another offer; null where one still does.</summary>
    public DateTime? Until { get; init; }
}

internal static class LicensedQuantities
{
    private const int MaxLicenses = 1000;

    extension(MarketplaceDb db)
    {
        /// <summary>By lower-case package id, what the licenses that an organization has, or had, of these modules speak of.</summary>
        public async Task<IReadOnlyDictionary<string, IReadOnlyList<LicensedQuantity>>> QuantitiesAsync(
            long organizationId, IReadOnlyCollection<string> normalizedIds, DateTime now, CancellationToken cancel)
        {
            var licenses = await db.Licenses.AsNoTracking().Include(l => l.Module).Include(l => l.Offer)
                .Where(l => l.OrganizationId == organizationId && normalizedIds.Contains(l.Module.NormalizedId))
                .OrderByDescending(l => l.Id).Take(MaxLicenses).ToListAsync(cancel);
            var ids = licenses.SelectMany(l => l.FormerOffers).Select(former => former.OfferId).Distinct().ToList();
            var former = ids.Count == 0 ? [] : await db.Offers.AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancel);
            return licenses.GroupBy(l => l.Module.NormalizedId).ToDictionary(
                g => g.Key,
                g => (IReadOnlyList<LicensedQuantity>)[.. g.SelectMany(l => Of(l, now).Concat(Before(l, former))).GroupBy(one => one.Name).Select(Together)]);
        }
    }

    private static IEnumerable<LicensedQuantity> Of(License license, DateTime now)
    {
        var counts = license.Life.VerdictAt(now, LicenseStage.Disabled) is LicenseVerdict.Valid;
        var meters = license.Offer?.Details.Meters ?? [];
        return meters.Select(meter => new LicensedQuantity(meter.Name, meter.Unit, counts ? meter.Included : 0, true)).Concat(
            license.Features.Where(feature => feature.Limit is not null && !meters.Any(meter => meter.Name == feature.Name))
                .Select(feature => new LicensedQuantity(feature.Name, "", counts ? feature.Limit : 0, false)));
    }

    private static IEnumerable<LicensedQuantity> Before(License license, IReadOnlyDictionary<long, Offer> offers) =>
        from former in license.FormerOffers
        from meter in offers[former.OfferId].Details.Meters
        select new LicensedQuantity(meter.Name, meter.Unit, 0, true) { Until = former.Until };

    private static LicensedQuantity Together(IEnumerable<LicensedQuantity> same)
    {
        var all = same.ToList();
        return new(
            all[0].Name, all.Select(one => one.Unit).FirstOrDefault(unit => unit != "") ?? "", all.Sum(one => one.Included), all.Exists(one => one.IsMetered))
        {
            Until = all.Exists(one => one.Until is null) ? null : all.Max(one => one.Until),
        };
    }
}
