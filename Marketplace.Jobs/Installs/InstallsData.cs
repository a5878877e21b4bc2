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
        public IQueryable<Operation> Of(Actor actor)
        {
            var member = actor.MayActAs(MemberRole.Member);
            return operations.Where(o => o.Site.Organization.Memberships.AsQueryable().Any(member));
        }
    }

    extension(IQueryable<Site> sites)
    {
        /// <summary>Sites of the organisations the actor is a member of now.</summary>
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
