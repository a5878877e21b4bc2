using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <param name="Months">The last days of complete months, and what there was at their ends.</param>
/// <param name="Ahead">The months after them.</param>
/// <param name="Expected">Null where too little is known.</param>
public sealed record RevenueForecast(IReadOnlyList<(DateOnly Month, decimal Mrr)> Months, IReadOnlyList<DateOnly> Ahead, Forecast? Expected);

/// <summary>
/// What recurring revenue is to be expected. All months are converted at today's rates, so that only movements are learned from.
/// </summary>
public sealed class RevenueForecasts(IDbContextFactory<MarketplaceDb> databases, RevenueQueries queries)
{
    private const int Ahead = 12, Known = 48;

    public async Task<RevenueForecast?> ReadAsync(Actor actor, RevenueView view, CancellationToken cancel) =>
        await queries.MayReadAsync(actor, view.Filter, cancel) ? await ComputeAsync(view, cancel) : null;

    /// <summary>For whoever was asked whether they may see it.</summary>
    internal async Task<RevenueForecast> ComputeAsync(RevenueView view, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var last = RevenueSpan.MonthStart(queries.Today).AddDays(-1);
        var sums = await view.Filter.Of(db.RecurringMovements.AsNoTracking()).Where(m => m.Day <= last)
            .GroupBy(m => new { m.Day.Year, m.Day.Month, m.Currency }).Select(g => new { g.Key, Minor = g.Sum(m => m.Minor) }).ToListAsync(cancel);
        if (sums.Count == 0)
        {
            return new([], [], null);
        }

        var rates = await RevenueReads.RatesAsync(
            db, view.Currency, [.. sums.Select(sum => sum.Key.Currency).Distinct()], last, last, view.RateDay ?? queries.Today, cancel);
        var first = sums.Min(sum => new DateOnly(sum.Key.Year, sum.Key.Month, 1));
        var ends = Enumerable.Range(0, RevenueSpan.MonthsBetween(first, last) + 1)
            .Select(month => RevenueSpan.MonthEnd(first.AddMonths(month))).TakeLast(Known).ToList();
        var months = ends.ConvertAll(end => (end, sums.Where(sum => rates.Has(sum.Key.Currency) && new DateOnly(sum.Key.Year, sum.Key.Month, 1) <= end)
            .Sum(sum => rates.Convert(sum.Minor, sum.Key.Currency, end))));
        return new(
            months, [.. Enumerable.Range(1, Ahead).Select(month => RevenueSpan.MonthEnd(RevenueSpan.MonthStart(last).AddMonths(month)))],
            Forecast.Of([.. months.Select(month => (double)month.Item2)], Ahead));
    }
}
