using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>Points out modules that lose or gain far more in a period than is usual for them.</summary>
public sealed class RevenueAnomalies(IDbContextFactory<MarketplaceDb> databases, RevenueQueries queries)
{
    private const int Compared = 6, Most = 5;

    /// <returns>The largest first; null for who may not see it.</returns>
    public async Task<IReadOnlyList<Anomaly>?> ReadAsync(Actor actor, RevenueView view, CancellationToken cancel) =>
        await queries.MayReadAsync(actor, view.Filter, cancel) ? await ComputeAsync(view, cancel) : null;

    /// <summary>For whoever was asked whether they may see it.</summary>
    internal async Task<IReadOnlyList<Anomaly>> ComputeAsync(RevenueView view, CancellationToken cancel)
    {
        // Of what is longer than a month nothing is usual.
        var span = view.Span;
        if (span.Days > 31)
        {
            return [];
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var spans = Enumerable.Range(1, Compared).Select(back => new RevenueSpan(span.From.AddMonths(-back), span.To.AddMonths(-back))).ToList();
        var first = spans[^1].From;
        var rows = await view.Filter.Of(db.RecurringMovements.AsNoTracking()).Where(m => m.Day >= first && m.Day <= span.To)
            .GroupBy(m => new
            {
                m.ModuleId, m.Module.DisplayName, m.Currency, m.Day, IsLoss = m.Kind == MovementKind.Contraction || m.Kind == MovementKind.Churn,
            })
            .Select(g => new { g.Key, Minor = g.Sum(m => m.Minor) }).ToListAsync(cancel);
        List<long> modules = [.. rows.Where(row => row.Key.Day >= span.From).Select(row => row.Key.ModuleId).Distinct()];
        var openings = await view.Filter.Of(db.RecurringMovements.AsNoTracking()).Where(m => m.Day < span.From && modules.Contains(m.ModuleId))
            .GroupBy(m => new { m.ModuleId, m.Currency }).Select(g => new { g.Key, Minor = g.Sum(m => m.Minor) }).ToListAsync(cancel);
        var currencies = rows.Select(row => row.Key.Currency).Concat(openings.Select(row => row.Key.Currency)).Distinct().ToList();
        var rates = await RevenueReads.RatesAsync(db, view.Currency, currencies, first, span.To, view.RateDay, cancel);
        return
        [
            .. rows.Where(row => modules.Contains(row.Key.ModuleId) && rates.Has(row.Key.Currency))
                .GroupBy(row => (row.Key.ModuleId, row.Key.DisplayName, row.Key.IsLoss))
                .Select(group =>
                {
                    decimal In(RevenueSpan some) => Math.Abs(group.Where(row => row.Key.Day >= some.From && row.Key.Day <= some.To)
                        .Sum(row => rates.Convert(row.Minor, row.Key.Currency, row.Key.Day)));
                    var opening = openings.Where(row => row.Key.ModuleId == group.Key.ModuleId && rates.Has(row.Key.Currency))
                        .Sum(row => rates.Convert(row.Minor, row.Key.Currency, span.Opening));
                    return Anomaly.Of(group.Key.ModuleId, group.Key.DisplayName, group.Key.IsLoss, In(span), [.. spans.Select(In)], opening);
                })
                .OfType<Anomaly>().OrderByDescending(anomaly => anomaly.Now).Take(Most),
        ];
    }
}
