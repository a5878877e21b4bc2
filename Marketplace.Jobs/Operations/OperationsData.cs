using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

public static class OperationsData
{
    extension(MarketplaceDb db)
    {
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
}
