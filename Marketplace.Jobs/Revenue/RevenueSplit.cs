using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>Splits recurring revenue by a key.</summary>
/// <param name="movements">Those that are asked for, each with its key.</param>
internal sealed class RevenueSplit<TKey>(MarketplaceDb db, RevenueView view, IQueryable<Keyed<TKey, RecurringMovement>> movements)
    where TKey : notnull
{
    private const int Months = 7;

    private readonly DateOnly _to = view.Span.To, _opening = view.Span.Opening;

    public async Task<RevenueBreakdown> ReadAsync(RevenueDimension by, int most, bool moves, CancellationToken cancel)
    {
        var (to, opening, ends) = (_to, _opening, Ends());
        var sums = await movements.Where(m => m.Of.Day <= to).GroupBy(m => new { m.Key, m.Of.Currency })
            .Select(g => new
            {
                g.Key, Now = g.Sum(m => m.Of.Minor), Then = g.Sum(m => m.Of.Day <= opening ? m.Of.Minor : 0), Last = g.Max(m => m.Of.Day),
            }).ToListAsync(cancel);
        var rates = await RevenueReads.RatesAsync(
            db, view.Currency, [.. sums.Select(one => one.Key.Currency).Distinct()], ends[0] < opening ? ends[0] : opening, to, view.RateDay, cancel);
        var parts = sums.Where(one => rates.Has(one.Key.Currency)).GroupBy(one => one.Key.Key)
            .Select(group => new
            {
                group.Key,
                Now = group.Sum(one => rates.Convert(one.Now, one.Key.Currency, to)),
                Then = group.Sum(one => rates.Convert(one.Then, one.Key.Currency, opening)),
                Opening = group.ToDictionary(one => one.Key.Currency, one => one.Then),
                // What came and left within the period is part of its movements.
                Moved = moves && group.Any(one => one.Last > opening),
            })
            .Where(part => part.Now != 0 || part.Then != 0 || part.Moved).OrderByDescending(part => part.Now).ThenByDescending(part => part.Then).ToList();
        var shown = parts.Take(most).ToList();
        List<TKey> keys = [.. shown.Select(part => part.Key)];
        var (days, clients) = (await DaysAsync(keys, rates, cancel), await ClientsAsync(keys, cancel));
        var moved = moves ? await MovedAsync(keys, rates, cancel) : null;
        var names = await PartNames.ReadAsync(db, by, [.. keys.Cast<object>()], cancel);
        return new(
            by, parts.Sum(part => part.Now), parts.Count,
            [
                .. shown.Select(part => new RevenuePart(
                    names.Of(part.Key), part.Now, part.Now - part.Then, clients.GetValueOrDefault(part.Key),
                    [
                        .. ends.Select(end => (decimal?)days[part.Key].Where(day => day.Day <= end).GroupBy(day => day.Currency)
                            .Sum(group => rates.Convert(group.Sum(day => day.Minor), group.Key, end))),
                    ])
                {
                    Movements = moved is null ? null : new RecurringSeries(part.Opening, [.. moved[part.Key]], rates).Over(view.Span),
                }),
            ],
            ends)
        {
            Movements = moves ? (await RevenueReads.RecurringAsync(db, view.Filter, view.Span.From, to, rates, cancel)).Over(view.Span) : null,
        };
    }

    private List<DateOnly> Ends() =>
    [
        .. Enumerable.Range(1 - Months, Months).Select(back => RevenueSpan.MonthEnd(RevenueSpan.MonthStart(_to).AddMonths(back)))
            .Select(end => end < _to ? end : _to),
    ];

    private async Task<ILookup<TKey, DaySum>> DaysAsync(List<TKey> keys, RevenueRates rates, CancellationToken cancel)
    {
        var days = await movements.Where(m => m.Of.Day <= _to && keys.Contains(m.Key)).GroupBy(m => new { m.Key, m.Of.Currency, m.Of.Day })
            .Select(g => new { g.Key, Minor = g.Sum(m => m.Of.Minor) }).ToListAsync(cancel);
        return days.Where(day => rates.Has(day.Key.Currency))
            .ToLookup(day => day.Key.Key, day => new DaySum { Day = day.Key.Day, Currency = day.Key.Currency, Minor = day.Minor });
    }

    private async Task<Dictionary<TKey, int>> ClientsAsync(List<TKey> keys, CancellationToken cancel) =>
        await movements.Where(m => m.Of.Day <= _to && keys.Contains(m.Key)).GroupBy(m => new { m.Key, m.Of.OrganizationId })
            .Select(g => new { g.Key.Key, Minor = g.Sum(m => m.Of.Minor) }).Where(one => one.Minor > 0)
            .GroupBy(one => one.Key).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(one => one.Key, one => one.Count, cancel);

    private async Task<ILookup<TKey, MovementSum>> MovedAsync(List<TKey> keys, RevenueRates rates, CancellationToken cancel)
    {
        var isOfPublisher = view.Filter.PublisherId is not null;
        var sums = await movements.Where(m => m.Of.Day > _opening && m.Of.Day <= _to && keys.Contains(m.Key))
            .GroupBy(m => new { m.Key, m.Of.Currency, m.Of.Day, Kind = isOfPublisher ? m.Of.PublisherKind : m.Of.Kind })
            .Select(g => new { g.Key, Minor = g.Sum(m => m.Of.Minor) }).ToListAsync(cancel);
        return sums.Where(sum => rates.Has(sum.Key.Currency)).OrderBy(sum => sum.Key.Day)
            .ToLookup(sum => sum.Key.Key, sum => new MovementSum(sum.Key.Day, sum.Key.Currency, sum.Key.Kind, sum.Minor));
    }
}
