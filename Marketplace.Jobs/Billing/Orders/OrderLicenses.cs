using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Notifications;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Orders;

internal static class OrderLicenses
{
    extension(MarketplaceDb db)
    {
        /// <summary>By rule: what was bought is not paid for any more.</summary>
        public async Task RevokeLicensesAsync(Order order, string reason, DateTime now, CancellationToken cancel)
        {
            var bought = await db.Orders.Where(o => o.Id == order.Id).SelectMany(o => o.Lines).Where(line => line.LicenseId != null)
                .Select(line => line.LicenseId!.Value).ToListAsync(cancel);
            await db.RevokeLicensesAsync(bought, order.OrganizationId, $"order/{order.Id:N}", reason, now, cancel);
        }

        /// <param name="ids">With those that were sold along.</param>
        /// <param name="subject">What the notice leads to.</param>
        public async Task RevokeLicensesAsync(
            IReadOnlyCollection<long> ids, long organizationId, string subject, string reason, DateTime now, CancellationToken cancel)
        {
            var licenses = await db.LicensesSoldWith(ids).Include(l => l.Module).Where(l => l.RevokedAt == null)
                .OrderBy(l => l.Id).ToListAsync(cancel);
            foreach (var license in licenses)
            {
                license.Revoke(null, reason, now);
                await db.PostAsync(license, "license.revoked", now, cancel);
                db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
                db.Audit(null, "license.revoke", $"module/{license.Module.NormalizedId}", $"License {license.Id}: {reason}", now);
                await db.NotifyMembersAsync(
                    organizationId, subject, $"Your license of {license.Module.DisplayName} is revoked: {reason}", now, cancel);
            }
        }
    }
}
