using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Installs;

public static class InstallsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Site> Sites => db.Set<Site>();
        public DbSet<Revision> Revisions => db.Set<Revision>();
        public DbSet<Plan> Plans => db.Set<Plan>();
        public DbSet<Operation> Operations => db.Set<Operation>();
        public DbSet<LicenseSeat> LicenseSeats => db.Set<LicenseSeat>();
    }

    extension(IQueryable<Operation> operations)
    {
        /// <summary>Operations on sites of the organisations the actor is a member of now.</summary>
        public IQueryable<Operation> Of(Actor actor) => operations.Where(o =>
            (actor.OnlyOrganizationId == null || o.Site.OrganizationId == actor.OnlyOrganizationId)
            && o.Site.Organization.Memberships.Any(m => m.UserId == actor.UserId));
    }

    extension(IQueryable<Site> sites)
    {
        /// <summary>Sites of the organisations the actor is a member of now.</summary>
        public IQueryable<Site> Of(Actor actor) => sites.Where(s =>
            (actor.OnlyOrganizationId == null || s.OrganizationId == actor.OnlyOrganizationId)
            && s.Organization.Memberships.Any(m => m.UserId == actor.UserId));
    }
}
