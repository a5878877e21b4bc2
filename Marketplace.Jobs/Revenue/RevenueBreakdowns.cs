using System.Linq.Expressions;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;
using System.Text.Json.Serialization;

namespace Marketplace.Revenue;

/// <summary>By what recurring revenue is split. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RevenueDimension>))]
public enum RevenueDimension
{
    Module,
    Publisher,
    Client,
    Tier,
    Model,
    Currency,
    Country,
    Promotion,
}

/// <summary>The recurring revenue of one part.</summary>
/// <param name="Key">An id, or a code; empty for what no promotion lowers.</param>
/// <param name="Detail">Of a module, its package id.</param>
/// <param name="Owner">Of a module, its publisher.</param>
/// <param name="Clients">That pay something at the end.</param>
/// <param name="Months">At the ends of the last months.</param>
public sealed record RevenuePart(
    string Key, string Name, string? Detail, string? Owner, decimal Mrr, decimal Change, int Clients, IReadOnlyList<decimal?> Months);

/// <param name="Total">Of all parts.</param>
/// <param name="Parts">That of most first, up to so many as were asked for.</param>
public sealed record RevenueBreakdown(RevenueDimension By, decimal Total, int Count, IReadOnlyList<RevenuePart> Parts, IReadOnlyList<DateOnly> Months);

/// <summary>Recurring revenue by module, publisher, client and so on.</summary>
public sealed class RevenueBreakdowns(IDbContextFactory<MarketplaceDb> databases, RevenueQueries queries)
{
    private const int Months = 7;

    public async Task<RevenueBreakdown?> ReadAsync(Actor actor, RevenueView view, RevenueDimension by, int most, CancellationToken cancel)
    {
        // Whoever may see clients may see all.
        if (!await queries.MayReadAsync(actor, by is RevenueDimension.Client ? new() : view.Filter, cancel))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var movements = view.Filter.Of(db.RecurringMovements.AsNoTracking());
        Task<RevenueBreakdown> SplitByAsync<TKey>(Expression<Func<RecurringMovement, TKey>> key)
            where TKey : notnull => SplitAsync(db, view, by, most, movements.By(key), cancel);
        return await (by switch
        {
            RevenueDimension.Publisher => SplitByAsync(m => m.PublisherId),
            RevenueDimension.Client => SplitByAsync(m => m.OrganizationId),
            RevenueDimension.Tier => SplitByAsync(m => m.Tier),
            RevenueDimension.Model => SplitByAsync(m => m.Model),
            RevenueDimension.Currency => SplitByAsync(m => m.Currency),
            RevenueDimension.Country => SplitByAsync(m => m.Country),
            RevenueDimension.Promotion => SplitByAsync(m => m.PromotionId ?? 0),
            _ => SplitByAsync(m => m.ModuleId),
        });
    }

    private static async Task<RevenueBreakdown> SplitAsync<TKey>(
        MarketplaceDb db, RevenueView view, RevenueDimension by, int most, IQueryable<Keyed<TKey>> movements, CancellationToken cancel)
        where TKey : notnull
    {
        var (to, opening) = (view.Span.To, view.Span.Opening);
        List<DateOnly> ends =
        [
            .. Enumerable.Range(1 - Months, Months).Select(back => RevenueSpan.MonthEnd(RevenueSpan.MonthStart(to).AddMonths(back)))
                .Select(end => end < to ? end : to),
        ];
        var sums = await movements.Where(m => m.Of.Day <= to).GroupBy(m => new { m.Key, m.Of.Currency })
            .Select(g => new { g.Key, Now = g.Sum(m => m.Of.Minor), Then = g.Sum(m => m.Of.Day <= opening ? m.Of.Minor : 0) }).ToListAsync(cancel);
        var rates = await RevenueReads.RatesAsync(
            db, view.Currency, [.. sums.Select(one => one.Key.Currency).Distinct()], ends[0] < opening ? ends[0] : opening, to, view.RateDay, cancel);
        var parts = sums.Where(one => rates.Has(one.Key.Currency)).GroupBy(one => one.Key.Key)
            .Select(group => new
            {
                group.Key,
                Now = group.Sum(one => rates.Convert(one.Now, one.Key.Currency, to)),
                Then = group.Sum(one => rates.Convert(one.Then, one.Key.Currency, opening)),
            })
            .Where(part => part.Now != 0 || part.Then != 0).OrderByDescending(part => part.Now).ThenByDescending(part => part.Then).ToList();
        var shown = parts.Take(most).ToList();
        List<TKey> keys = [.. shown.Select(part => part.Key)];
        var days = await movements.Where(m => m.Of.Day <= to && keys.Contains(m.Key)).GroupBy(m => new { m.Key, m.Of.Currency, m.Of.Day })
            .Select(g => new { g.Key, Minor = g.Sum(m => m.Of.Minor) }).ToListAsync(cancel);
        var clients = await movements.Where(m => m.Of.Day <= to && keys.Contains(m.Key)).GroupBy(m => new { m.Key, m.Of.OrganizationId })
            .Select(g => new { g.Key.Key, Minor = g.Sum(m => m.Of.Minor) }).Where(one => one.Minor > 0)
            .GroupBy(one => one.Key).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(one => one.Key, one => one.Count, cancel);
        var names = await PartNames.ReadAsync(db, by, [.. keys.Cast<object>()], cancel);
        var byKey = days.Where(day => rates.Has(day.Key.Currency)).ToLookup(day => day.Key.Key);
        return new(
            by, parts.Sum(part => part.Now), parts.Count,
            [
                .. shown.Select(part => names.Of(part.Key) with
                {
                    Mrr = part.Now, Change = part.Now - part.Then, Clients = clients.GetValueOrDefault(part.Key),
                    Months =
                    [
                        .. ends.Select(end => (decimal?)byKey[part.Key].Where(day => day.Key.Day <= end).GroupBy(day => day.Key.Currency)
                            .Sum(group => rates.Convert(group.Sum(day => day.Minor), group.Key, end))),
                    ],
                }),
            ],
            ends);
    }
}
