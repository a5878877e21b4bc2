using Marketplace.Data;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Orders;

/// <summary>Finds orders that stand against another one, or are the same; null where there is none.</summary>
public sealed class EarlierOrders(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(10);

    /// <summary>That of the quote.</summary>
    public async Task<OrderOutcome?> ExistingAsync(Guid quoteId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Orders.Where(o => o.QuoteId == quoteId).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(cancel) is { } id
            ? new OrderOutcome.Placed(id)
            : null;
    }

    /// <summary>An open one of the same.</summary>
    public async Task<OrderOutcome?> OpenAsync(long organizationId, Quote quote, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var ids = quote.Lines.Select(line => (long?)line.OfferId).ToList();
        return await db.Orders.Open().Where(o => o.OrganizationId == organizationId && o.Lines.Any(l => ids.Contains(l.OpenOfferId)))
            .OrderByDescending(o => o.PlacedAt).Select(o => new { o.Id, o.By.DisplayName }).FirstOrDefaultAsync(cancel) is { } open
            ? new OrderOutcome.AlreadyOpen(open.Id, open.DisplayName)
            : null;
    }

    /// <summary>One of the same that was paid a moment ago, by whomever.</summary>
    public async Task<OrderOutcome?> JustBoughtAsync(long organizationId, Quote quote, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (ids, since) = (quote.Lines.Select(line => line.OfferId).ToList(), clock.UtcNow - JustNow);
        return await db.Orders
            .Where(o => o.OrganizationId == organizationId && o.PaidAt >= since && o.EndedAt == null && o.Lines.Any(l => ids.Contains(l.OfferId)))
            .OrderByDescending(o => o.PaidAt).Select(o => new { o.Id, o.By.DisplayName, o.PaidAt }).FirstOrDefaultAsync(cancel) is { } bought
            ? new OrderOutcome.JustBought(bought.Id, bought.DisplayName, bought.PaidAt!.Value)
            : null;
    }
}
