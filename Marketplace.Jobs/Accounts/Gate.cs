using System.Linq.Expressions;
using Marketplace.Data;

namespace Marketplace.Accounts;

/// <summary>A row that is one person's own: a follow, a saved search, a notification.</summary>
public interface IPersonal
{
    long UserId { get; }
}

/// <summary>
/// The one gate to every right. Its conditions become part of the query that acts, so that a session that ended, a key that was revoked or a
/// role that was removed counts from that moment on, whatever an open page still shows.
/// </summary>
public static class Gate
{
    extension(Actor actor)
    {
        /// <summary>The memberships by which the actor may act. Owners act in person: no key carries their rights, but for billing.</summary>
        public Expression<Func<Membership, bool>> MayActAs(MemberRole role)
        {
            var (session, key) = (actor.IsItsSession, actor.IsItsKey);
            return m => m.UserId == actor.UserId
                && (actor.OnlyOrganizationId == null || m.OrganizationId == actor.OnlyOrganizationId)
                && (role == MemberRole.Member || (m.Role == role && actor.ApiKeyId == null))
                && (actor.SessionId == null || m.User.Sessions.AsQueryable().Any(session))
                && (actor.ApiKeyId == null || m.User.ApiKeys.AsQueryable().Any(key));
        }

        /// <summary>The memberships by which the actor may change what is bought for a term: an owner's, in person or by a key made for that.</summary>
        public Expression<Func<Membership, bool>> MayManageBilling()
        {
            var (session, key) = (actor.IsItsSession, actor.IsItsBillingKey);
            return m => m.UserId == actor.UserId && m.Role == MemberRole.Owner
                && (actor.OnlyOrganizationId == null || m.OrganizationId == actor.OnlyOrganizationId)
                && (actor.SessionId == null || m.User.Sessions.AsQueryable().Any(session))
                && (actor.ApiKeyId == null || m.User.ApiKeys.AsQueryable().Any(key));
        }

        private Expression<Func<Session, bool>> IsItsSession => s => s.Id == actor.SessionId && s.EndedAt == null;

        private Expression<Func<ApiKey, bool>> IsItsKey => k => k.Id == actor.ApiKeyId && k.RevokedAt == null;

        private Expression<Func<ApiKey, bool>> IsItsBillingKey =>
            k => k.Id == actor.ApiKeyId && k.RevokedAt == null && (k.Scopes & ApiKeyScopes.Billing) != ApiKeyScopes.None;
    }

    extension(IQueryable<Organization> organizations)
    {
        /// <summary>Those in which the actor is a member now.</summary>
        public IQueryable<Organization> Of(Actor actor)
        {
            var member = actor.MayActAs(MemberRole.Member);
            return organizations.Where(o => o.Memberships.AsQueryable().Any(member));
        }

        /// <summary>Those in which the actor is an owner now.</summary>
        public IQueryable<Organization> OwnedBy(Actor actor)
        {
            var owner = actor.MayActAs(MemberRole.Owner);
            return organizations.Where(o => o.Memberships.AsQueryable().Any(owner));
        }

        /// <summary>Those to which the user belongs, whatever they may do now: nobody decides about their own.</summary>
        public IQueryable<Organization> WithMember(long userId) => organizations.Where(o => o.Memberships.Any(m => m.UserId == userId));
    }

    extension(IQueryable<StaffGrant> grants)
    {
        /// <summary>The actor's grants that include the role; an operator may do what a moderator may. API keys are never staff.</summary>
        public IQueryable<StaffGrant> Allowing(Actor actor, StaffRole role)
        {
            var session = actor.IsItsSession;
            return grants.Where(g => actor.HasSecondFactor && actor.ApiKeyId == null
                && g.UserId == actor.UserId && (g.Role == role || g.Role == StaffRole.Operator)
                && (actor.SessionId == null || g.User.Sessions.AsQueryable().Any(session)));
        }
    }

    extension(IQueryable<User> users)
    {
        /// <summary>The actor, if it is a person whose session stands; nobody for API keys.</summary>
        public IQueryable<User> InPerson(Actor actor)
        {
            var session = actor.IsItsSession;
            return users.Where(u => actor.ApiKeyId == null && u.Id == actor.UserId && (actor.SessionId == null || u.Sessions.AsQueryable().Any(session)));
        }

        /// <summary>Those to whom what operators see may be mailed.</summary>
        public IQueryable<User> Operators() => users.Where(u => u.StaffGrants.Any(g => g.Role == StaffRole.Operator));

        /// <summary>Those to whom what members of a publisher see may be mailed.</summary>
        public IQueryable<User> MembersOf(long publisherId) =>
            users.Where(u => u.Memberships.Any(m => m.OrganizationId == publisherId && m.Organization.Publishes));
    }

    extension(MarketplaceDb db)
    {
        /// <summary>The rows that are the actor's own; none for API keys.</summary>
        public IQueryable<T> OwnOf<T>(Actor actor)
            where T : class, IPersonal
        {
            var person = db.Users.InPerson(actor);
            return db.Set<T>().Where(row => row.UserId == actor.UserId && person.Any());
        }
    }
}
