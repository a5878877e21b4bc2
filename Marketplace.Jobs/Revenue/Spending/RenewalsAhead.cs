using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Spending;

/// <param name="Amount">Without tax, and without what is used.</param>
public sealed record RenewalAhead(Guid SubscriptionId, string Name, DateTime At, Money Amount);

/// <summary>Reads what renews next.</summary>
internal static class RenewalsAhead
{
    private const int Most = 12;

    public static async Task<IReadOnlyList<RenewalAhead>> ReadAsync(MarketplaceDb db, long organizationId, DateTime now, CancellationToken cancel)
    {
        var until = now.AddYears(1);
        var next = await db.Subscriptions.AsNoTracking().Where(s => s.OrganizationId == organizationId && s.EndedAt == null && s.EndsAt == null
            && s.PausedFrom == null && s.RenewsAt != null && s.RenewsAt <= until).OrderBy(s => s.RenewsAt).ThenBy(s => s.Id).Take(Most).ToListAsync(cancel);
        return
        [
            .. next.Select(one => (one, Line: one.Basket.Lines[one.Line])).Select(row => new RenewalAhead(
                row.one.Id, row.one.Name, row.one.RenewsAt!.Value,
                new(Quoting.Due(row.one.Basket, row.one.Turn + 1).Where(due => ReferenceEquals(due.Of, row.Line)).Sum(due => due.Left), row.one.Currency))),
        ];
    }
}
