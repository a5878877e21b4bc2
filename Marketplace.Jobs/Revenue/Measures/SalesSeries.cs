using Marketplace.Billing.Invoices;

namespace Marketplace.Revenue.Measures;

/// <summary>What a day's invoices sold of a stream, without tax and less what was credited.</summary>
public readonly record struct SalesSum(DateOnly Day, string Currency, SaleKind Stream, long Minor);

/// <summary>What was invoiced by day, in the reporting currency. Pure.</summary>
/// <param name="sums">Of each day from the first that is asked for on.</param>
public sealed class SalesSeries(IReadOnlyList<SalesSum> sums, RevenueRates rates)
{
    /// <summary>Over some days, each at its day's rate.</summary>
    public decimal Over(RevenueSpan span, SaleKind stream) => sums
        .Where(sum => sum.Stream == stream && sum.Day >= span.From && sum.Day <= span.To).Sum(sum => rates.Convert(sum.Minor, sum.Currency, sum.Day));
}
