using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>Reads what was invoiced.</summary>
internal static class SalesReads
{
    public static async Task<SalesSeries> ReadAsync(
        MarketplaceDb db, RevenueFilter filter, DateOnly from, DateOnly to, RevenueRates rates, CancellationToken cancel)
    {
        var sums = await filter.Of(db.InvoiceItems.AsNoTracking()).Where(i => i.Day >= from && i.Day <= to)
            .GroupBy(i => new { i.Day, i.Currency, i.Stream }).Select(g => new { g.Key, Minor = g.Sum(i => i.IsCredit ? -i.NetMinor : i.NetMinor) })
            .ToListAsync(cancel);
        return new(
            [.. sums.Where(sum => rates.Has(sum.Key.Currency)).Select(sum => new SalesSum(sum.Key.Day, sum.Key.Currency, sum.Key.Stream, sum.Minor))],
            rates);
    }

    /// <summary>What was bought in some days: what renews is on no order's invoice.</summary>
    public static IQueryable<InvoiceItem> Purchases(this IQueryable<InvoiceItem> items, DateOnly from, DateOnly to) =>
        items.Where(i => i.Day >= from && i.Day <= to && !i.IsCredit && i.Stream != SaleKind.Usage && i.Invoice.OrderId != null);

    /// <summary>As <see cref="RevenueFilter.Of(IQueryable{RecurringMovement})"/>.</summary>
    public static IQueryable<InvoiceItem> Of(this RevenueFilter filter, IQueryable<InvoiceItem> items)
    {
        items = filter.ModuleId is { } module ? items.Where(i => i.ModuleId == module) : items;
        items = filter.PublisherId is { } publisher ? items.Where(i => i.PublisherId == publisher) : items;
        items = filter.ClientId is { } client ? items.Where(i => i.OrganizationId == client) : items;
        items = filter.Tier is { } tier ? items.Where(i => i.Tier == tier) : items;
        items = filter.Model is { } model ? items.Where(i => i.Model == model) : items;
        items = filter.Currency is { } currency ? items.Where(i => i.Currency == currency) : items;
        items = filter.Country is { } country ? items.Where(i => i.Country == country) : items;
        return filter.PromotionId is { } promotion ? items.Where(i => i.PromotionId == promotion) : items;
    }
}
