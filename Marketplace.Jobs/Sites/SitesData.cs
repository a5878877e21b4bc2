using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Sites;

public static class SitesData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Site> Sites => db.Set<Site>();
        public DbSet<Revision> Revisions => db.Set<Revision>();
        public DbSet<DeactivatedModule> DeactivatedModules => db.Set<DeactivatedModule>();
        public DbSet<ModuleRule> ModuleRules => db.Set<ModuleRule>();

        /// <summary>What the sites have in the revisions that are active on them.</summary>
        internal IQueryable<InstalledFile> Installed(IEnumerable<long> siteIds) => db.Installed().Where(m => siteIds.Contains(m.SiteId));

        internal IQueryable<InstalledFile> Installed() =>
            from site in db.Set<Site>()
            from revision in site.Revisions
            where revision.Number == site.CurrentRevision
            from module in revision.Modules
            select new InstalledFile { SiteId = site.Id, PackageId = module.PackageId, Version = module.Version, Hash = module.PackageHash };
    }

    extension(IQueryable<Site> sites)
    {
        /// <summary>Sites of the organizations the actor is a member of now.</summary>
        public IQueryable<Site> Of(Actor actor)
        {
            var member = actor.MayActAs(MemberRole.Member);
            return sites.Where(s => s.Organization.Memberships.AsQueryable().Any(member));
        }

        /// <summary>Sites of the organizations the actor is an owner of now.</summary>
        public IQueryable<Site> OwnedBy(Actor actor)
        {
            var owner = actor.MayActAs(MemberRole.Owner);
            return sites.Where(s => s.Organization.Memberships.AsQueryable().Any(owner));
        }
    }
}
