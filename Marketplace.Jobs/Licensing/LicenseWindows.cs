using Marketplace.Data;
using Marketplace.Modules;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing;

/// <summary>Until when releases of a module were approved that licenses cover; null where they cover all of them, or none.</summary>
public sealed record LicenseWindow(string PackageId, DateTime? Updates, DateTime? Installs);

public static class LicenseWindows
{
    private const int MaxTerms = 10_000;

    extension(MarketplaceDb db)
    {
        /// <summary>The windows of an organization's licenses, of modules that are not free for it.</summary>
        public async Task<IReadOnlyList<LicenseWindow>> LicenseWindowsAsync(long organizationId, DateTime now, CancellationToken cancel)
        {
            var licenses = await db.Licenses.AsNoTracking()
                .Where(l => l.OrganizationId == organizationId && l.Module.Price.Minor != 0 && l.Module.PublisherId != organizationId)
                .OrderByDescending(l => l.Id)
                .Take(MaxTerms)
                .Select(l => new
                {
                    l.Module.PackageId, l.UpdatesUntil, l.Origin, l.StartsAt, l.ExpiresAt, l.SuspendedAt, l.RevokedAt, l.Steps,
                })
                .ToListAsync(cancel);
            return
            [
                .. from license in licenses
                   group new LicenseTerm(null, license.UpdatesUntil, new LicenseLife(
                       license.Origin is LicenseOrigin.Trial, license.StartsAt, license.ExpiresAt, license.SuspendedAt, license.RevokedAt, license.Steps))
                       by license.PackageId into terms
                   select new LicenseWindow(terms.Key, Bounded(LicenseTerm.UpdateWindow(terms, now)), Bounded(LicenseTerm.InstallWindow(terms, now))),
            ];
        }
    }

    private static DateTime? Bounded(DateTime? until) => until == DateTime.MaxValue ? null : until;
}
