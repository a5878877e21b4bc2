using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>
/// Reads when clients came and left. Of the whole marketplace, and of one publisher, their movements say so; of any other part it follows from what each
/// client's movements of the part sum to.
/// </summary>
internal sealed class ClientReads(MarketplaceDb db, RevenueFilter filter)
{
    private readonly IQueryable<RecurringMovement> _movements = filter.Of(db.RecurringMovements.AsNoTracking());

    private bool IsKnown => filter with { PublisherId = null } == new RevenueFilter();

    // By the kinds of the marketplace, or those of the publisher.
    private IQueryable<ClientEvent> Known => filter.PublisherId is null
        ? _movements.Where(m => m.Kind != MovementKind.Expansion && m.Kind != MovementKind.Contraction)
            .Select(m => new ClientEvent { ClientId = m.OrganizationId, Day = m.Day, Kind = m.Kind })
        : _movements.Where(m => m.PublisherKind != MovementKind.Expansion && m.PublisherKind != MovementKind.Contraction)
            .Select(m => new ClientEvent { ClientId = m.OrganizationId, Day = m.Day, Kind = m.PublisherKind });

    public async Task<(ClientSeries Series, IReadOnlyList<Cohort> Cohorts)> ReadAsync(
        DateOnly from, DateOnly to, DateOnly cohortsFrom, CancellationToken cancel)
    {
        if (!IsKnown)
        {
            var events = await EventsAsync(to, cancel);
            return (
                new(events.Count(e => e.Day < from && e.Comes) - events.Count(e => e.Day < from && !e.Comes), Days(events.Where(e => e.Day >= from))),
                Cohort.Of(Changes(events, cohortsFrom), to));
        }

        var sums = await RevenueReads.DaysAsync(db, filter, cancel);
        var opening = await sums.SumAsync(some => some.Where(e => e.Day < from && e.Kind != MovementKind.Expansion && e.Kind != MovementKind.Contraction)
            .GroupBy(e => e.Kind).Select(g => new DaySum { Kind = g.Key, Count = g.Sum(e => e.Count) }), cancel);
        var days = await sums.SumAsync(some => some.Where(e => e.Day >= from && e.Day <= to)
            .Where(e => e.Kind != MovementKind.Expansion && e.Kind != MovementKind.Contraction).GroupBy(e => new { e.Day, e.Kind })
            .Select(g => new DaySum { Day = g.Key.Day, Kind = g.Key.Kind, Count = g.Sum(e => e.Count) }), cancel);
        return (
            new(
                opening.Sum(one => one.Kind is MovementKind.Churn ? -one.Count : one.Count),
                [
                    .. days.GroupBy(one => one.Day).OrderBy(day => day.Key).Select(day => new ClientDay(
                        day.Key, day.Where(one => one.Kind is not MovementKind.Churn).Sum(one => one.Count),
                        day.Where(one => one.Kind is MovementKind.Churn).Sum(one => one.Count))),
                ]),
            await CohortsAsync(cohortsFrom, to, cancel));
    }

    private async Task<IReadOnlyList<Cohort>> CohortsAsync(DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var (firsts, events) = (Known.Where(e => e.Kind == MovementKind.New && e.Day >= from && e.Day <= to), Known.Where(e => e.Day <= to));
        var rows = await firsts.Join(events, first => first.ClientId, e => e.ClientId, (first, e) => new { First = first.Day, e.Day, e.Kind })
            .GroupBy(one => new { FirstYear = one.First.Year, FirstMonth = one.First.Month, one.Day.Year, one.Day.Month, one.Kind })
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        return Cohort.Of(
            [
                .. rows.Select(row => new CohortChange(
                    new(row.Key.FirstYear, row.Key.FirstMonth, 1), new(row.Key.Year, row.Key.Month, 1),
                    row.Key.Kind is MovementKind.Churn ? -row.Count : row.Count, row.Key.Kind is MovementKind.New ? row.Count : 0)),
            ],
            to);
    }

    // No client's sum is below zero, whatever is chosen, so it pays something where that is more than zero.
    private async Task<List<(long ClientId, DateOnly Day, bool Comes, bool IsNew)>> EventsAsync(DateOnly to, CancellationToken cancel)
    {
        var (events, left) = (new List<(long, DateOnly, bool, bool)>(), new Dictionary<long, long>());
        await foreach (var day in _movements.Where(m => m.Day <= to).GroupBy(m => new { m.Day, m.OrganizationId }).OrderBy(g => g.Key.Day)
            .Select(g => new { g.Key.Day, g.Key.OrganizationId, Minor = g.Sum(m => m.Minor) }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            var isNew = !left.TryGetValue(day.OrganizationId, out var before);
            var after = left[day.OrganizationId] = before + day.Minor;
            if (before > 0 != after > 0)
            {
                events.Add((day.OrganizationId, day.Day, after > 0, isNew));
            }
        }

        return events;
    }

    private static IReadOnlyList<ClientDay> Days(IEnumerable<(long ClientId, DateOnly Day, bool Comes, bool IsNew)> events) =>
        [.. events.GroupBy(e => e.Day).Select(day => new ClientDay(day.Key, day.Count(e => e.Comes), day.Count(e => !e.Comes)))];

    private static IReadOnlyList<CohortChange> Changes(List<(long ClientId, DateOnly Day, bool Comes, bool IsNew)> events, DateOnly from)
    {
        var firsts = events.Where(e => e.IsNew && e.Day >= from).ToDictionary(e => e.ClientId, e => RevenueSpan.MonthStart(e.Day));
        return
        [
            .. events.Where(e => firsts.ContainsKey(e.ClientId))
                .Select(e => new CohortChange(firsts[e.ClientId], RevenueSpan.MonthStart(e.Day), e.Comes ? 1 : -1, e.IsNew ? 1 : 0)),
        ];
    }

    private sealed class ClientEvent
    {
        public required long ClientId { get; init; }
        public required DateOnly Day { get; init; }
        public required MovementKind Kind { get; init; }
    }
}
