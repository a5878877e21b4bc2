namespace Marketplace.Revenue.Measures;

/// <summary>What a client's movements of a day sum to, in minor units of all its currencies.</summary>
public readonly record struct ClientDay(long ClientId, DateOnly Day, long Minor);

/// <summary>How many clients there were, came and left over some days.</summary>
/// <param name="Opening">Those that paid something at its start.</param>
/// <param name="Lost">Those of them that pay nothing at its end.</param>
public sealed record ClientTotals(int Opening, int Lost, int Closing);

/// <summary>
/// Which clients paid something on which day. Whatever is chosen of their movements, no client's sum is below zero, so it pays something where that is more
/// than zero. Pure.
/// </summary>
/// <param name="days">From the first movement on, in the order of days.</param>
public sealed class ClientSeries(IEnumerable<ClientDay> days)
{
    private readonly Dictionary<long, List<(DateOnly Day, long Left)>> _clients = days.GroupBy(day => day.ClientId).ToDictionary(
        client => client.Key,
        client =>
        {
            var left = 0L;
            return client.Select(day => (day.Day, left += day.Minor)).ToList();
        });

    public ClientTotals Over(RevenueSpan span)
    {
        var opening = _clients.Values.Where(client => Pays(client, span.Opening)).ToList();
        return new(opening.Count, opening.Count(client => !Pays(client, span.To)), At(span.To));
    }

    /// <summary>How many clients pay something at the end of a day.</summary>
    public int At(DateOnly day) => _clients.Values.Count(client => Pays(client, day));

    /// <summary>Of the clients whose first month it was, how many pay at the end of that month and of each after it.</summary>
    /// <param name="last">The day of the last figure; months after it have none.</param>
    public IReadOnlyList<Cohort> Cohorts(DateOnly firstMonth, DateOnly last) =>
    [
        .. _clients.Values.GroupBy(client => new DateOnly(client[0].Day.Year, client[0].Day.Month, 1)).Where(cohort => cohort.Key >= firstMonth)
            .OrderBy(cohort => cohort.Key).Select(cohort => new Cohort(
                cohort.Key, cohort.Count(),
                [
                    .. Enumerable.Range(0, Months(cohort.Key, last) + 1)
                        .Select(month => RevenueSpan.MonthEnd(cohort.Key.AddMonths(month))).Select(end => end < last ? end : last)
                        .Select(end => cohort.Count(client => Pays(client, end))),
                ])),
    ];

    private static int Months(DateOnly from, DateOnly to) => ((to.Year - from.Year) * 12) + to.Month - from.Month;

    private static bool Pays(List<(DateOnly Day, long Left)> client, DateOnly day)
    {
        var left = 0L;
        foreach (var (on, after) in client)
        {
            if (on > day)
            {
                break;
            }

            left = after;
        }

        return left > 0;
    }
}

/// <summary>The clients that came in one month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Kept">How many pay at the end of that month, and of each after it.</param>
public sealed record Cohort(DateOnly Month, int Clients, IReadOnlyList<int> Kept);
