using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>Whether a release may be seen and installed: derived from the checks of its exact file, never a flag.</summary>
public static class Availability
{
    extension(MarketplaceDb db)
    {
        /// <summary>
        /// Approved releases that are not suspended and whose file passed every required check of the current rule set.
        /// A missing, failed, unfinished, older or other file's verdict leaves the release out.
        /// </summary>
        public IQueryable<Release> AvailableReleases()
        {
            var checks = db.Set<Check>();
            var required = RuleSet.Required.ToArray();
            return db.Set<Release>().Where(r => r.Suspension == null && checks.Count(c =>
                c.PackageHash == r.PackageHash && c.RuleSet == RuleSet.Version
                && c.Verdict == Verdict.Passed && required.Contains(c.Name)) == required.Length);
        }
    }
}
