using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Storage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>Whether a release may be seen and installed: derived from the checks of its exact file, never a flag.</summary>
public static class Availability
{
    extension(MarketplaceDb db)
    {
        /// <summary>
        /// Approved releases of public modules that are neither suspended nor damaged and whose file passed its checks. A missing, failed,
        /// unfinished or other file's verdict leaves the release out; an older rule set's counts only as <see cref="CheckedReleases"/> says.
        /// </summary>
        public IQueryable<Release> AvailableReleases() => db.PassedReleases().Where(r => r.Module.PrivateSince == null);

        /// <summary>With those of private modules that the actor may see: as publisher, as an organization named, or as staff.</summary>
        public IQueryable<Release> AvailableReleases(Actor? actor) => db.OpenTo(actor, db.PassedReleases());

        /// <summary>Of these releases, those of public modules and of private ones that the actor may see.</summary>
        internal IQueryable<Release> OpenTo(Actor? actor, IQueryable<Release> releases)
        {
            if (actor is not { } person)
            {
                return releases.Where(r => r.Module.PrivateSince == null);
            }

            var (own, staff) = (db.Set<Organization>().Of(person), db.Set<StaffGrant>().Allowing(person, StaffRole.Moderator));
            return releases.Where(r => r.Module.PrivateSince == null || staff.Any()
                || own.Any(o => o.Id == r.Module.PublisherId || r.Module.Audience.Any(a => a.OrganizationId == o.Id)));
        }

        /// <summary>Public modules, and private ones that the actor may see, as in <see cref="OpenTo"/>, with or without a release.</summary>
        internal IQueryable<Module> ModulesOpenTo(Actor? actor)
        {
            if (actor is not { } person)
            {
                return db.Set<Module>().Where(m => m.PrivateSince == null);
            }

            var (own, staff) = (db.Set<Organization>().Of(person), db.Set<StaffGrant>().Allowing(person, StaffRole.Moderator));
            return db.Set<Module>().Where(m => m.PrivateSince == null || staff.Any()
                || own.Any(o => o.Id == m.PublisherId || m.Audience.Any(a => a.OrganizationId == o.Id)));
        }

        /// <summary>With those of private modules that are open to this organization.</summary>
        public IQueryable<Release> AvailableReleasesFor(long organizationId) => db.PassedReleases().Where(r =>
            r.Module.PrivateSince == null || r.Module.PublisherId == organizationId || r.Module.Audience.Any(a => a.OrganizationId == organizationId));

        internal IQueryable<Release> PassedReleases()
        {
            var damaged = db.Set<DamagedPackage>();
            return db.CheckedReleases().NotSuspended().Where(r => !damaged.Any(d => d.PackageHash == r.PackageHash));
        }

        /// <summary>
        /// Those whose file passed every check of the current rule set; or every check of the last one under which its scan ended, while no check of
        /// a later rule set has failed. So a new rule set takes nothing away before it has been looked at, and new files get nothing from old rules.
        /// </summary>
        internal IQueryable<Release> CheckedReleases()
        {
            var (checks, scans, required) = (db.Set<Check>(), db.Set<Scan>(), RuleSet.Required.ToArray());
            return db.Set<Release>().Where(r =>
                checks.Count(c => c.PackageHash == r.PackageHash && c.RuleSet == RuleSet.Version
                    && c.Verdict == Verdict.Passed && required.Contains(c.Name)) == required.Length
                || scans.Any(s => s.PackageHash == r.PackageHash && s.RuleSet < RuleSet.Version && s.EndedAt != null
                    && checks.Count(c => c.PackageHash == r.PackageHash && c.RuleSet == s.RuleSet && c.Verdict == Verdict.Passed) == s.Required
                    && !checks.Any(c => c.PackageHash == r.PackageHash && c.RuleSet > s.RuleSet && c.Verdict == Verdict.Failed)));
        }
    }

    extension(IQueryable<Release> releases)
    {
        internal IQueryable<Release> NotSuspended() => releases.Where(r => r.Suspension == null);

        /// <summary>Those that are offered to new installs: not unlisted.</summary>
        public IQueryable<Release> Offered() => releases.Where(r => r.Yank == null);
    }
}
