using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing.Activations;
using Marketplace.Revenue.Movements;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Spending;

/// <summary>A license that is paid for and that nobody uses.</summary>
/// <param name="Yearly">What it costs a year, without tax.</param>
public sealed record UnusedLicense(long LicenseId, Guid SubscriptionId, string PackageId, string Name, Money Yearly);

/// <summary>Finds licenses that renew though neither a site nor a key has used them for two months.</summary>
internal static class UnusedLicenses
{
    public const int Days = 60;

    public static async Task<IReadOnlyList<UnusedLicense>> ReadAsync(MarketplaceDb db, long organizationId, DateTime now, CancellationToken cancel)
    {
        var since = now.AddDays(-Days);
        var (sites, activations, movements) = (db.Sites.Where(s => s.OrganizationId == organizationId), db.Activations, db.RecurringMovements);
        // What a site had at some time since then: what it has now, or what another revision took the place of no earlier.
        var revisions = db.Set<Revision>().Where(r => sites.Any(s => s.Id == r.SiteId && r.Number <= s.CurrentRevision));
        var used = revisions.Where(r => !revisions.Any(next => next.SiteId == r.SiteId && next.Number > r.Number && next.CreatedAt < since))
            .SelectMany(r => r.Modules).Select(m => m.PackageId);
        var rows = await db.Subscriptions.AsNoTracking()
            .Where(s => s.OrganizationId == organizationId && s.EndedAt == null && s.EndsAt == null && s.PausedFrom == null && s.StartedAt < since)
            .Where(s => s.License.RevokedAt == null && !used.Contains(s.Module.PackageId)
                && !activations.Any(a => a.LicenseId == s.LicenseId && a.SeenAt >= since))
            .Select(s => new
            {
                s.LicenseId, s.Id, s.Module.PackageId, s.Name, s.Currency,
                Monthly = movements.Where(m => m.SubscriptionId == s.Id).Sum(m => m.Minor),
            }).Where(s => s.Monthly > 0).OrderByDescending(s => s.Monthly).Take(20).ToListAsync(cancel);
        return [.. rows.Select(row => new UnusedLicense(row.LicenseId, row.Id, row.PackageId, row.Name, new(row.Monthly * 12, row.Currency)))];
    }
}
