using System.Linq.Expressions;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>What invoices of a period sold, without tax and less what was credited.</summary>
/// <param name="Discounts">What promotions took off.</param>
public sealed record SalesTotals(decimal OneTime, decimal Recurring, decimal Usage, decimal Discounts)
{
    public decimal Total => OneTime + Recurring + Usage;
}

public sealed record SalesPart(PartName Called, SalesTotals Sales);

/// <param name="Total">Of all parts.</param>
/// <param name="Parts">That of most first, up to so many as were asked for.</param>
public sealed record SalesBreakdown(RevenueDimension By, SalesTotals Total, int Count, IReadOnlyList<SalesPart> Parts);

/// <summary>Sales by module, publisher, client and so on.</summary>
public sealed class SalesBreakdowns(IDbContextFactory<MarketplaceDb> databases, RevenueQueries queries)
{
    public async Task<SalesBreakdown?> ReadAsync(Actor actor, RevenueView view, RevenueDimension by, int most, CancellationToken cancel)
    {
        // Whoever may see clients may see all.
        if (!await queries.MayReadAsync(actor, by is RevenueDimension.Client ? new() : view.Filter, cancel))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var (from, to) = (view.Span.From, view.Span.To);
        var items = view.Filter.Of(db.InvoiceItems.AsNoTracking()).Where(i => i.Day >= from && i.Day <= to);
        Task<SalesBreakdown> SplitByAsync<TKey>(Expression<Func<InvoiceItem, TKey>> key)
            where TKey : notnull => SplitAsync(db, view, by, most, items.By(key), cancel);
        return await (by switch
        {
            RevenueDimension.Publisher => SplitByAsync(i => i.PublisherId),
            RevenueDimension.Client => SplitByAsync(i => i.OrganizationId),
            RevenueDimension.Tier => SplitByAsync(i => i.Tier),
            RevenueDimension.Model => SplitByAsync(i => i.Model),
            RevenueDimension.Currency => SplitByAsync(i => i.Currency),
            RevenueDimension.Country => SplitByAsync(i => i.Country),
            RevenueDimension.Promotion => SplitByAsync(i => i.PromotionId ?? 0),
            _ => SplitByAsync(i => i.ModuleId),
        });
    }

    private static async Task<SalesBreakdown> SplitAsync<TKey>(
        MarketplaceDb db, RevenueView view, RevenueDimension by, int most, IQueryable<Keyed<TKey, InvoiceItem>> items, CancellationToken cancel)
        where TKey : notnull
    {
        var sums = await items.GroupBy(i => new { i.Key, i.Of.Day, i.Of.Currency, i.Of.Stream })
            .Select(g => new { g.Key, Minor = g.Sum(i => i.Of.IsCredit ? -i.Of.NetMinor : i.Of.NetMinor), Discount = g.Sum(i => i.Of.DiscountMinor) })
            .ToListAsync(cancel);
        var rates = await RevenueReads.RatesAsync(
            db, view.Currency, [.. sums.Select(one => one.Key.Currency).Distinct()], view.Span.From, view.Span.To, view.RateDay, cancel);
        var parts = sums.Where(one => rates.Has(one.Key.Currency)).GroupBy(one => one.Key.Key).Select(group =>
        {
            decimal Of(SaleKind stream) => group.Where(one => one.Key.Stream == stream)
                .Sum(one => rates.Convert(one.Minor, one.Key.Currency, one.Key.Day));
            return (group.Key, Sales: new SalesTotals(
                Of(SaleKind.OneTime), Of(SaleKind.Recurring), Of(SaleKind.Usage),
                group.Sum(one => rates.Convert(one.Discount, one.Key.Currency, one.Key.Day))));
        }).OrderByDescending(part => part.Sales.Total).ToList();
        var names = await PartNames.ReadAsync(db, by, [.. parts.Take(most).Select(part => (object)part.Key)], cancel);
        return new(
            by,
            new(parts.Sum(part => part.Sales.OneTime), parts.Sum(part => part.Sales.Recurring), parts.Sum(part => part.Sales.Usage),
                parts.Sum(part => part.Sales.Discounts)),
            parts.Count, [.. parts.Take(most).Select(part => new SalesPart(names.Of(part.Key), part.Sales))]);
    }
}
