using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>The clients that came in one month, by what they pay.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Kept">What they pay at the end of that month, and of each after it, all at the rates of the period's last day.</param>
public sealed record RevenueCohort(DateOnly Month, IReadOnlyList<decimal> Kept);

/// <summary>How much of what new clients brought is left, or has grown, month by month.</summary>
public sealed class RevenueCohorts(IDbContextFactory<MarketplaceDb> databases, RevenueQueries queries)
{
    /// <returns>Null for who may not see it.</returns>
    public async Task<IReadOnlyList<RevenueCohort>?> ReadAsync(Actor actor, RevenueView view, CancellationToken cancel) =>
        await queries.MayReadAsync(actor, view.Filter, cancel) ? await ComputeAsync(view, cancel) : null;

    /// <summary>For whoever was asked whether they may see it.</summary>
    internal async Task<IReadOnlyList<RevenueCohort>> ComputeAsync(RevenueView view, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (from, to) = (RevenueSpan.MonthStart(view.Span.To).AddMonths(1 - RevenueQueries.CohortMonths), view.Span.To);
        var movements = view.Filter.Of(db.RecurringMovements.AsNoTracking());
        var firsts = movements.Where(m => m.Day <= to).GroupBy(m => m.OrganizationId).Select(g => new { ClientId = g.Key, First = g.Min(m => m.Day) })
            .Where(first => first.First >= from);
        var sums = await firsts.Join(movements.Where(m => m.Day >= from && m.Day <= to), first => first.ClientId, m => m.OrganizationId, (first, m) => new
            {
                first.First, m.Day, m.Currency, m.Minor,
            })
            .GroupBy(one => new { FirstYear = one.First.Year, FirstMonth = one.First.Month, one.Day.Year, one.Day.Month, one.Currency })
            .Select(g => new { g.Key, Minor = g.Sum(one => one.Minor) }).ToListAsync(cancel);
        var rates = await RevenueReads.RatesAsync(
            db, view.Currency, [.. sums.Select(sum => sum.Key.Currency).Distinct()], to, to, view.RateDay, cancel);
        return
        [
            .. sums.Where(sum => rates.Has(sum.Key.Currency)).GroupBy(sum => new DateOnly(sum.Key.FirstYear, sum.Key.FirstMonth, 1))
                .OrderBy(cohort => cohort.Key).Select(cohort => new RevenueCohort(
                    cohort.Key,
                    [
                        .. Enumerable.Range(0, RevenueSpan.MonthsBetween(cohort.Key, to) + 1).Select(month => cohort.Key.AddMonths(month))
                            .Select(month => cohort.Where(sum => new DateOnly(sum.Key.Year, sum.Key.Month, 1) <= month)
                                .Sum(sum => rates.Convert(sum.Minor, sum.Key.Currency, to))),
                    ])),
        ];
    }
}
