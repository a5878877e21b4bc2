using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>
/// The search that the database itself can answer, for the moments until the index is built and for processes that keep none. It keeps
/// to every filter; it counts only the facets that a database can count, corrects no spelling, and looks at the first thousand alone:
/// whether a module is listed follows from its checks, which is too much to ask of hundreds of thousands while somebody waits.
/// </summary>
internal static class DatabaseSearch
{
    private const int MaxLookedAt = 1000;
    private const int MaxFacetValues = 30;
    private const int MaxRanges = 1000;

    extension(MarketplaceDb db)
    {
        public async Task<SearchResult> FindAsync(CatalogQuery query, Actor? actor, DateTime now, int size, CancellationToken cancel)
        {
            var matching = await db.FittingAsync(query, now, cancel);
            var inCategories = matching.InCategories(query.Categories).Without(query.Without);
            var chosen = First(inCategories.PublishedBy(query.Publishers));
            var page = await chosen.InOrder(query.Sort, query.Phrase).AsRows().PageAsync(query.Page, size, cancel);
            var facets = new Facets(
                await CountAsync(First(matching.PublishedBy(query.Publishers).Without(query.Without)).GroupBy(m => m.Category).OrderByDescending(g => g.Count()).Select(g => new FacetValue(g.Key, g.Count())), cancel),
                await CountAsync(First(inCategories).GroupBy(m => m.Publisher.Name).OrderByDescending(g => g.Count()).Select(g => new FacetValue(g.Key, g.Count())), cancel),
                await WithoutAsync(chosen, query, cancel));
            return new SearchResult(page with { Rows = await db.WithVersionsAsync(actor, page.Rows, cancel) }, facets)
            {
                Notes = ["The search index is being built. Until then only the first 1,000 modules that fit are looked at, and nothing is found by another spelling."],
            };

            IQueryable<Module> First(IQueryable<Module> modules) => db.FirstListed(modules.InOrder(query.Sort, query.Phrase), actor);
        }

        /// <summary>Of the first thousand in this order, those that are listed.</summary>
        public IQueryable<Module> FirstListed(IOrderedQueryable<Module> modules, Actor? actor)
        {
            var offered = db.AvailableReleases(actor).Offered();
            return modules.Take(MaxLookedAt).Where(m => offered.Any(r => r.ModuleId == m.Id));
        }

        // A licence or a host may be that of any version that was not taken back.
        private async Task<IQueryable<Module>> FittingAsync(CatalogQuery query, DateTime now, CancellationToken cancel)
        {
            var (modules, releases) = (db.Modules.AsNoTracking().Matching(query.Words), db.Releases.Offered());
            if (query.Licenses.Count > 0)
            {
                string[] licenses = [.. query.Licenses];
                modules = modules.Where(m => releases.Any(r => r.ModuleId == m.Id && licenses.Contains(r.License)));
            }

            if (query.Hosts.Count > 0)
            {
                var wanted = query.Hosts.Aggregate(0UL, (bits, host) => bits | (1UL << Math.Clamp(host, 0, 63)));
                var all = await db.Releases.Select(r => r.HostRange).Distinct().OrderBy(range => range).Take(MaxRanges).ToListAsync(cancel);
                string[] ranges = [.. all.Where(range => (SearchReading.Hosts(range) & wanted) != 0)];
                modules = modules.Where(m => releases.Any(r => r.ModuleId == m.Id && ranges.Contains(r.HostRange)));
            }

            var (isVerified, since, stars) = (query.Verified, query.UpdatedWithin is { } days ? now.Date.AddDays(-days) : DateTime.MinValue, query.MinRating ?? 0);
            return modules.PricedAs(query.Prices, query.Tiers).Where(m => (!isVerified || m.Publisher.VerifiedAt != null) && m.UpdatedAt >= since && m.Figures.RatingAverage >= stars);
        }
    }

    private static async Task<IReadOnlyList<FacetValue>> CountAsync(IQueryable<FacetValue> values, CancellationToken cancel) =>
        [.. (await values.Take(MaxFacetValues).ToListAsync(cancel)).OrderByDescending(value => value.Count).ThenBy(value => value.Name, StringComparer.OrdinalIgnoreCase)];

    // Few sets of capabilities occur, so they are counted as sets in the database and taken apart here.
    private static async Task<IReadOnlyList<FacetValue>> WithoutAsync(IQueryable<Module> chosen, CatalogQuery query, CancellationToken cancel)
    {
        var sets = await chosen.GroupBy(m => m.Capabilities).OrderBy(g => g.Key).Select(g => new FacetValue(g.Key, g.Count())).Take(1000).ToListAsync(cancel);
        var all = sets.Sum(set => set.Count);
        return [.. from name in Capability.Guarded
                   let count = sets.Where(set => !set.Name.Contains($" {name} ", StringComparison.Ordinal)).Sum(set => set.Count)
                   where count < all || query.Without.Contains(name)
                   select new FacetValue(name, count)];
    }
}
