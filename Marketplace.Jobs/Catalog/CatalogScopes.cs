using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>The sentences of catalog queries.</summary>
public static class CatalogScopes
{
    extension(MarketplaceDb db)
    {
        /// <summary>Public modules with a release that is offered.</summary>
        public IQueryable<Module> ListedModules()
        {
            var offered = db.AvailableReleases().Offered();
            return db.Set<Module>().Where(m => offered.Any(r => r.ModuleId == m.Id));
        }

        /// <summary>With the private ones that the actor may see.</summary>
        public IQueryable<Module> ListedModules(Actor? actor)
        {
            var offered = db.AvailableReleases(actor).Offered();
            return db.Set<Module>().Where(m => offered.Any(r => r.ModuleId == m.Id));
        }

        /// <summary>Publishers of which the actor is an owner.</summary>
        public IQueryable<Organization> PublishersOwnedBy(Actor actor) => db.Set<Organization>().OwnedBy(actor).Where(o => o.Publishes);

        /// <summary>Modules whose listing the actor may change: their own organizations', or all for staff.</summary>
        public IQueryable<Module> ModulesManagedBy(Actor actor)
        {
            var (own, staff) = (db.Set<Organization>().Of(actor), db.Set<StaffGrant>().Allowing(actor, StaffRole.Moderator));
            return db.Set<Module>().Where(m => staff.Any() || own.Any(o => o.Id == m.PublisherId));
        }

        /// <summary>Modules whose prices and licenses the actor decides on: those of publishers they own, or all for staff.</summary>
        public IQueryable<Module> ModulesSoldBy(Actor actor)
        {
            var (owned, staff) = (db.PublishersOwnedBy(actor), db.Set<StaffGrant>().Allowing(actor, StaffRole.Moderator));
            return db.Set<Module>().Where(m => staff.Any() || owned.Any(o => o.Id == m.PublisherId));
        }
    }

    extension(IQueryable<Module> modules)
    {
        /// <summary>Those in which every word occurs: in name, id, summary, tags or publisher.</summary>
        public IQueryable<Module> Matching(IReadOnlyList<string> words) => words.Aggregate(modules, (found, word) =>
            found.Where(m => m.NormalizedName.Contains(word) || m.NormalizedId.Contains(word) || m.NormalizedSummary.Contains(word)
#pragma warning disable CA1304, CA1311, CA1862 // The database does it, and knows no cultures.
                || m.Tags.Contains(word) || m.Publisher.Name.ToLower().Contains(word)));
#pragma warning restore CA1304, CA1311, CA1862

        public IQueryable<Module> InCategories(IReadOnlyList<string> categories) =>
            categories.Count == 0 ? modules : modules.Where(m => categories.Contains(m.Category));

        public IQueryable<Module> PublishedBy(IReadOnlyList<string> publishers) =>
            publishers.Count == 0 ? modules : modules.Where(m => publishers.Contains(m.Publisher.Name));

        /// <summary>Those that can be had in one of these kinds of price, and in one of these tiers.</summary>
        public IQueryable<Module> PricedAs(IReadOnlyList<string> kinds, IReadOnlyList<string> tiers)
        {
            string[] ofKinds = [.. kinds.Select(kind => $" {kind} ")], ofTiers = [.. tiers.Select(tier => $" {tier} ")];
            var priced = ofKinds.Length == 0 ? modules : modules.Where(m => ofKinds.Any(kind => m.Price.Kinds.Contains(kind)));
            return ofTiers.Length == 0 ? priced : priced.Where(m => ofTiers.Any(tier => m.Price.Tiers.Contains(tier)));
        }

        public IQueryable<Module> Without(IReadOnlyList<string> capabilities) => capabilities.Aggregate(
            modules, (left, capability) => left.Where(m => !m.Capabilities.Contains(" " + capability + " ")));

        /// <summary>As lists show them.</summary>
        public IQueryable<ModuleRow> AsRows() => modules.Select(m => new ModuleRow(
            m.Id, m.PackageId, m.DisplayName, m.Summary, m.Category, m.Publisher.Name, m.Publisher.VerifiedAt != null, m.UpdatedAt)
        {
            Icon = m.IconHash,
            PublisherIcon = m.Publisher.IconHash,
            Price = m.Price,
            Figures = new FigureRow(m.Figures.Downloads, m.Figures.Installs, m.Figures.ActiveSites,
                m.Figures.RatingCount, m.Figures.RatingAverage, m.Figures.Score),
        });

        public IOrderedQueryable<Module> InOrder(CatalogSort sort, string phrase)
        {
            var ordered = sort switch
            {
                CatalogSort.Updated => modules.OrderByDescending(m => m.UpdatedAt),
                CatalogSort.Installs => modules.OrderByDescending(m => m.Figures.Installs).ThenBy(m => m.DisplayName),
                CatalogSort.Rating => modules.OrderByDescending(m => m.Figures.RatingAverage).ThenBy(m => m.DisplayName),
                CatalogSort.Price => modules.OrderBy(m => m.Price.FirstYear).ThenBy(m => m.DisplayName),
                CatalogSort.Relevance when phrase.Length > 0 => modules.ByRelevance(phrase).ThenByDescending(m => m.UpdatedAt),
                _ => modules.OrderBy(m => m.DisplayName),
            };
            return ordered.ThenBy(m => m.NormalizedId);
        }

        // The name as typed, its beginning, a part of the id or the name, a tag, then wherever else the words stand.
        private IOrderedQueryable<Module> ByRelevance(string phrase)
        {
            var (part, word, tag) = ("." + phrase, " " + phrase, " " + phrase + " ");
            return modules.OrderBy(m =>
                m.NormalizedName == phrase || m.NormalizedId == phrase ? 0
                : m.NormalizedName.StartsWith(phrase) || m.NormalizedId.EndsWith(part) ? 1
                : m.NormalizedName.Contains(word) || m.NormalizedId.StartsWith(phrase) || m.NormalizedId.Contains(part) ? 2
                : m.NormalizedName.Contains(phrase) ? 3
                : m.Tags.Contains(tag) ? 4
                : 5);
        }
    }
}
