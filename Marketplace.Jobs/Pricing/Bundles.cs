using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing;

/// <summary>A module that is sold along with another.</summary>
public sealed record BundledModule(string PackageId, string Name);

/// <summary>An open offer of another module that brings a module along.</summary>
public sealed record BundleOffer(string PackageId, string Module, OfferRow Offer);

/// <summary>The modules of bundles, which are kept by package id: all are of one publisher.</summary>
internal static class Bundles
{
    private const int MaxModules = 1000;

    extension(MarketplaceDb db)
    {
        /// <summary>The package ids as their modules write them; or what is wrong with them.</summary>
        public async Task<(IReadOnlyList<string> Ids, string? Problem)> BundleAsync(Module module, IReadOnlyList<string> ids, CancellationToken cancel)
        {
            var wanted = ids.Select(Module.Normalize).ToList();
            if (wanted.Contains(module.NormalizedId))
            {
                return ([], $"The offer is of {module.PackageId} anyway. Leave it out of the bundle.");
            }

            var found = await db.Modules.Where(m => m.PublisherId == module.PublisherId && wanted.Contains(m.NormalizedId))
                .ToDictionaryAsync(m => m.NormalizedId, m => m.PackageId, cancel);
            return wanted.FindIndex(id => !found.ContainsKey(id)) is >= 0 and var missing
                ? ([], $"The publisher of {module.PackageId} has no module “{ids[missing]}”. A bundle has modules of one publisher.")
                : ([.. wanted.Select(id => found[id])], null);
        }

        /// <summary>The offers with the names of what they bring along; what is gone is left out.</summary>
        public async Task<IReadOnlyList<OfferRow>> NamedAsync(IReadOnlyList<OfferRow> offers, CancellationToken cancel)
        {
            var ids = offers.SelectMany(offer => offer.Details.Bundle).Select(Module.Normalize).Distinct().Take(MaxModules).ToList();
            if (ids.Count == 0)
            {
                return offers;
            }

            var names = await db.Modules.AsNoTracking().Where(m => ids.Contains(m.NormalizedId))
                .ToDictionaryAsync(m => m.NormalizedId, m => new BundledModule(m.PackageId, m.DisplayName), cancel);
            return
            [
                .. offers.Select(offer => offer with
                {
                    Bundled = [.. offer.Details.Bundle.Select(id => names.GetValueOrDefault(Module.Normalize(id))).OfType<BundledModule>()],
                }),
            ];
        }
    }
}
