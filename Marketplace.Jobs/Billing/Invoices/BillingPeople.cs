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
    }
}
