using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

public static class OperationsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Operation> Operations => db.Set<Operation>();
        public DbSet<LicenseSeat> LicenseSeats => db.Set<LicenseSeat>();

        /// <summary>Those that a worker may take: whose turn it is on their site, or whose worker has died.</summary>
        internal IQueryable<Operation> OperationsToTake(DateTime now)
        {
            var others = db.Set<Operation>();
            return db.Set<Operation>().Where(o =>
                (o.State == OperationState.Queued
                    && (o.RetryAt == null || o.RetryAt <= now)
                    && !others.Any(other => other.SiteId == o.SiteId && other.Id < o.Id
                        && (other.State == OperationState.Queued || other.State == OperationState.Running)))
                || (o.State == OperationState.Running && o.LeaseUntil < now));
        }

        /// <summary>Tells the pages that show the operation, its site or the organization's operations.</summary>
        internal void OperationChanged(Operation operation, DateTime now)
        {
            db.Changed(LiveTopic.Operation(operation.Id), now);
            db.Changed(LiveTopic.Site(operation.SiteId), now);
            db.Changed(LiveTopic.Operations(operation.Site.OrganizationId), now);
        }
    }

    extension(IQueryable<Operation> operations)
    {
        /// <summary>Operations on sites of the organizations the actor is a member of now.</summary>
        public IQueryable<Operation> Of(Actor actor)
        {
            var member = actor.MayActAs(MemberRole.Member);
            return operations.Where(o => o.Site.Organization.Memberships.AsQueryable().Any(member));
        }
    }
}
