using Marketplace.Revenue.Movements;

namespace Marketplace.Revenue.Measures;

/// <summary>The movements of a day, a kind and a currency.</summary>
public readonly record struct MovementSum(DateOnly Day, string Currency, MovementKind Kind, long Minor);

/// <summary>Recurring revenue over some days, in the reporting currency; the parts of a month sum to it.</summary>
public sealed record RecurringTotals(
    decimal Opening, decimal New, decimal Expansion, decimal Reactivation, decimal Contraction, decimal Churn, decimal Closing)
{
    /// <summary>What exchange rates did to what was there: the rest between opening and closing that no movement explains.</summary>
    public decimal Fx => Closing - Opening - Movements;

    public decimal Movements => New + Expansion + Reactivation + Contraction + Churn;
}

/// <summary>Recurring revenue by day, from the movements alone. Pure.</summary>
/// <param name="opening">What was there before the first day, in minor units by currency.</param>
/// <param name="sums">Of every day since, in the order of days.</param>
public sealed class RecurringSeries(IReadOnlyDictionary<string, long> opening, IReadOnlyList<MovementSum> sums, RevenueRates rates)
{
    /// <summary>What a month brings at the end of a day.</summary>
    public decimal At(DateOnly day)
    {
        var minor = opening.ToDictionary(StringComparer.Ordinal);
        foreach (var sum in sums.TakeWhile(sum => sum.Day <= day))
        {
            minor[sum.Currency] = minor.GetValueOrDefault(sum.Currency) + sum.Minor;
        }

        return minor.Sum(one => rates.Convert(one.Value, one.Key, day));
    }

    /// <param name="span">Not before the first day.</param>
    public RecurringTotals Over(RevenueSpan span)
    {
        decimal Of(MovementKind kind) => sums.Where(sum => sum.Kind == kind && sum.Day >= span.From && sum.Day <= span.To)
            .Sum(sum => rates.Convert(sum.Minor, sum.Currency, sum.Day));
        return new(
            At(span.Opening), Of(MovementKind.New), Of(MovementKind.Expansion), Of(MovementKind.Reactivation), Of(MovementKind.Contraction),
            Of(MovementKind.Churn), At(span.To));
    }
}
