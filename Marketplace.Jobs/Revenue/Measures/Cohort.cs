namespace Marketplace.Revenue.Measures;

/// <summary>The clients that came in one month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Kept">How many pay at the end of that month, and of each after it.</param>
public sealed record Cohort(DateOnly Month, int Clients, IReadOnlyList<int> Kept)
{
    /// <param name="changes">By how many clients each month changed those of a first month.</param>
    /// <param name="last">The month of the last figure.</param>
    internal static IReadOnlyList<Cohort> Of(IReadOnlyList<CohortChange> changes, DateOnly last) =>
    [
        .. changes.GroupBy(change => change.First).OrderBy(cohort => cohort.Key).Select(cohort => new Cohort(
            cohort.Key, cohort.Sum(change => change.New),
            [
                .. Enumerable.Range(0, RevenueSpan.MonthsBetween(cohort.Key, last) + 1).Select(month => cohort.Key.AddMonths(month))
                    .Select(month => cohort.Where(change => change.Month <= month).Sum(change => change.Clients)),
            ])),
    ];
}

/// <summary>By how many clients a month changed those that came in a first month.</summary>
/// <param name="New">Of them, those that came for the first time.</param>
internal readonly record struct CohortChange(DateOnly First, DateOnly Month, int Clients, int New);
