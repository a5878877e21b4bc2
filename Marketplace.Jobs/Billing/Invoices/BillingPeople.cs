using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Invoices;

/// <summary>Who is written to about billing.</summary>
internal static class BillingPeople
{
    private const int MaxPeople = 100;

    extension(MarketplaceDb db)
    {
        /// <summary>The address for invoices, or the owners' where there is none.</summary>
        /// <param name="owners">Theirs, where they were read already; null otherwise.</param>
        public async Task<IReadOnlyList<string>> BillingMailsAsync(long organizationId, IReadOnlyList<string>? owners, CancellationToken cancel) =>
            await db.BillingProfiles.Where(p => p.OrganizationId == organizationId).Select(p => p.InvoiceEmail).FirstOrDefaultAsync(cancel) is { } billing
                ? [billing]
                : owners ?? await db.Memberships.Where(m => m.OrganizationId == organizationId && m.Role == MemberRole.Owner).OrderBy(m => m.UserId)
                    .Select(m => m.User.Email!).Take(MaxPeople).ToListAsync(cancel);

        /// <summary>
        /// In whose name an organization pays for what someone bought, and where its receipts go: who bought it; once that person has left, an owner, and the
        /// address for invoices where there is one.
        /// </summary>
        public async Task<(long UserId, string Email)> PayerAsync(long organizationId, long byId, CancellationToken cancel)
        {
            var payer = await db.Memberships.Where(m => m.OrganizationId == organizationId && (m.UserId == byId || m.Role == MemberRole.Owner))
                .OrderBy(m => m.UserId == byId ? 0 : 1).ThenBy(m => m.UserId).Select(m => new { m.UserId, m.User.Email }).FirstOrDefaultAsync(cancel)
                // Nobody is left.
                ?? await db.Users.Where(u => u.Id == byId).Select(u => new { UserId = u.Id, u.Email }).SingleAsync(cancel);
            var mails = payer.UserId == byId ? [payer.Email!] : await db.BillingMailsAsync(organizationId, [payer.Email!], cancel);
            return (payer.UserId, mails[0]);
        }
    }
}
