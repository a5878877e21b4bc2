using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Search.Index;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Search;

/// <summary>
/// The search that the database itself can answer, for the moments until the index is built and for processes that keep none. It keeps
/// to every filter; it counts only the facets that a database can count, corrects no spelling, and looks at the first thousand alone:
/// whether a module is listed follows from its checks, which is too much to ask of hundreds of thousands while someone waits.
/// </summary>
internal static class DatabaseSearch
{
    private const int MaxLookedAt = 1000;
    private const int MaxFacetValues = 30;
    private const int MaxRanges = 1000;
    private static string Note =>
        $"The search index is being built. Until then only the first {MaxLookedAt:#,0} modules that fit are looked at and counted, "
        + "and nothing is found by another spelling.";

    extension(MarketplaceDb db)
    {
        public async Task<SearchResult> FindAsync(CatalogQuery query, Actor? actor, DateTime now, int size, CancellationToken cancel)
        {
            var suits = await db.SuitsAsync(query, cancel);
            var (verified, since, stars) = (
                query.Verified,
                query.UpdatedWithin is { } days ? now.Date.AddDays(-days) : DateTime.MinValue,
                query.MinRating ?? 0);
            var fitting = db.Modules.AsNoTracking().Matching(query.Words).PricedAs(query.Prices, query.Tiers).Without(query.Without)
                .Where(m => (!verified || m.Publisher.VerifiedAt != null) && m.UpdatedAt >= since && m.Figures.RatingAverage >= stars);

            // Each facet counts what its own choices do not narrow.
            var found = await IdsAsync(fitting.InCategories(query.Categories).PublishedBy(query.Publishers));
            var anyCategory = query.Categories.Count == 0 ? found : await IdsAsync(fitting.PublishedBy(query.Publishers));
            var anyPublisher = query.Publishers.Count == 0 ? found : await IdsAsync(fitting.InCategories(query.Categories));
            long[] ids = [.. found.Skip(Paging.Offset(query.Page, size)).Take(size)];
            var rows = await db.Only(ids).InOrder(query.Sort, query.Phrase).AsRows().ToListAsync(cancel);
            var facets = new Facets(
                await CountAsync(
                    db.Only(anyCategory)
                        .GroupBy(m => m.Category)
                        .OrderByDescending(g => g.Count())
                        .Select(g => new FacetValue(g.Key, g.Count())),
                    cancel),
                await CountAsync(
                    db.Only(anyPublisher)
                        .GroupBy(m => m.Publisher.Name)
                        .OrderByDescending(g => g.Count())
                        .Select(g => new FacetValue(g.Key, g.Count())),
                    cancel),
                await WithoutAsync(db.Only(found), query, cancel));
            return new SearchResult(
                new Page<ModuleRow>(await db.WithVersionsAsync(actor, rows, cancel), found.Length, query.Page, size),
                facets)
            {
                Notes = [Note]
            };

            Task<long[]> IdsAsync(IQueryable<Module> modules) =>
                db.FirstListed(modules, query.Sort, query.Phrase, actor, suits).Select(m => m.Id).ToArrayAsync(cancel);
        }

        /// <summary>Of the first thousand that the actor may see, those that are listed, in their order.</summary>
        /// <param name="suits">Narrows the releases of which one must be offered.</param>
        public IQueryable<Module> FirstListed(
            IQueryable<Module> modules, CatalogSort sort, string phrase, Actor? actor,
            Func<IQueryable<Release>, IQueryable<Release>>? suits = null)
        {
            suits ??= releases => releases;
            var seen = suits(db.OpenTo(actor, db.Releases.NotSuspended()).Offered());
            var offered = suits(db.AvailableReleases(actor).Offered());
            return modules.Where(m => seen.Any(r => r.ModuleId == m.Id)).InOrder(sort, phrase).Take(MaxLookedAt)
                .Where(m => offered.Any(r => r.ModuleId == m.Id)).InOrder(sort, phrase);
        }

        private IQueryable<Module> Only(long[] ids) => db.Modules.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.Id));

        // A license or a host may be that of any version that is offered.
        private async Task<Func<IQueryable<Release>, IQueryable<Release>>> SuitsAsync(CatalogQuery query, CancellationToken cancel)
        {
            string[] licenses = [.. query.Licenses], ranges = [];
            if (query.Hosts.Count > 0)
            {
                var wanted = query.Hosts.Aggregate(0UL, (bits, host) => bits | (1UL << Math.Clamp(host, 0, 63)));
                var all = await db.Releases.Select(r => r.HostRange).Distinct().OrderBy(range => range).Take(MaxRanges).ToListAsync(cancel);
                ranges = [.. all.Where(range => (IndexSource.Hosts(range) & wanted) != 0)];
            }

            var (anyLicense, anyHost) = (licenses.Length == 0, query.Hosts.Count == 0);
            return releases => releases.Where(r => (anyLicense || licenses.Contains(r.License)) && (anyHost || ranges.Contains(r.HostRange)));
        }
    }

    private static async Task<IReadOnlyList<FacetValue>> CountAsync(IQueryable<FacetValue> values, CancellationToken cancel) =>
        [.. (await values.Take(MaxFacetValues).ToListAsync(cancel))
            .OrderByDescending(value => value.Count)
            .ThenBy(value => value.Name, StringComparer.OrdinalIgnoreCase)];

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
