using Marketplace.Billing.Dunning;

namespace Marketplace.Revenue.Measures;

/// <summary>Failed payments whose dunning ended on a day in one way.</summary>
public readonly record struct RecoverySum(DateOnly Day, string Currency, DunningState State, long Minor, int Count);

/// <summary>What became of failed payments by day, in the reporting currency. Pure.</summary>
/// <param name="sums">Of each day from the first that is asked for on.</param>
public sealed class RecoverySeries(IReadOnlyList<RecoverySum> sums, RevenueRates rates)
{
    /// <summary>Over some days, each at its day's rate.</summary>
    public decimal Over(RevenueSpan span, DunningState state) => In(span, state).Sum(sum => rates.Convert(sum.Minor, sum.Currency, sum.Day));

    public int Count(RevenueSpan span, DunningState state) => In(span, state).Sum(sum => sum.Count);

    private IEnumerable<RecoverySum> In(RevenueSpan span, DunningState state) =>
        sums.Where(sum => sum.State == state && sum.Day >= span.From && sum.Day <= span.To);
}
