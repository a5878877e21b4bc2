using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Spending;

/// <param name="Amount">Without tax, and without what is used.</param>
public sealed record RenewalAhead(Guid SubscriptionId, string Name, DateTime At, Money Amount);

/// <summary>Reads what renews next.</summary>
internal static class RenewalsAhead
{
    private const int Most = 12;

    /// <param name="invoices">Knows what is planned and announced.</param>
    public static async Task<IReadOnlyList<RenewalAhead>> ReadAsync(
        MarketplaceDb db, RenewalInvoices invoices, long organizationId, DateTime now, CancellationToken cancel)
    {
        var until = now.AddYears(1);
        var next = await db.Subscriptions.AsNoTracking().Where(s => s.OrganizationId == organizationId && s.EndedAt == null && s.EndsAt == null
            && s.PausedFrom == null && s.RenewsAt != null && s.RenewsAt <= until).OrderBy(s => s.RenewsAt).ThenBy(s => s.Id).Take(Most).ToListAsync(cancel);
        return [.. next.Select(one => new RenewalAhead(one.Id, one.Name, one.RenewsAt!.Value, invoices.NetOf(one, one.Terms.Next().Period)))];
    }
}
