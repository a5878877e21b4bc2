using Marketplace.Accounts;
using Marketplace.Catalog;

namespace Marketplace.Tests.Support;

/// <summary>People and companies in a test's database, saved, as the acts see them.</summary>
public static class People
{
    extension(TestDatabase database)
    {
        public Organization Publisher(string name = "Acme") => database.Saved(A.Publisher(name));

        public Organization Client(string name = "Globex") => database.Saved(A.Client(name));

        /// <summary>A new person in the organization.</summary>
        public Actor Member(Organization organization, MemberRole role = MemberRole.Member)
        {
            var user = database.Saved(A.User());
            database.Save(new Membership(organization.Id, user.Id, role, A.Day));
            return new Actor(user.Id);
        }

        /// <summary>A new person with a staff role.</summary>
        public Actor Staff(StaffRole role)
        {
            var user = A.User("Mo");
            user.TwoFactorEnabled = true;
            database.Save(user);
            database.Save(new StaffGrant(user.Id, role, A.Day));
            return new Actor(user.Id, HasSecondFactor: true);
        }

        /// <summary>A new person without any role.</summary>
        public Actor Stranger() => new(database.Saved(A.User("Eve")).Id);

        /// <summary>An available release of a new module: approved, every required check passed.</summary>
        public Release Available(Organization publisher, string packageId, string version = "1.0.0", params (string Id, string Range)[] needs)
        {
            var known = database.Read(db => db.Set<Module>().SingleOrDefault(m => m.NormalizedId == Module.Normalize(packageId)));
            var release = A.Release(known ?? A.Module(packageId, publisher.Id), version, needs: needs);
            using var db = database.CreateDbContext();
            if (known is not null)
            {
                db.Attach(known);
            }

            db.Add(release);
            db.AddRange(A.PassedChecks(release.PackageHash));
            db.SaveChanges();
            return release;
        }

        public T Saved<T>(T entity)
            where T : notnull
        {
            database.Save(entity);
            return entity;
        }
    }
}
