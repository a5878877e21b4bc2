namespace Marketplace.Revenue.Reports;

/// <summary>From the recurring revenue at the start of a period to that at its end, step by step.</summary>
public static class MovementBars
{
    /// <summary>Rates have a step where they moved something.</summary>
    public static IReadOnlyList<(string Label, decimal Amount)> Of(RevenueReport report) => report.Movements is var of
        ?
        [
            ("Opening", of.Opening), ("New", of.New), ("Expansion", of.Expansion), ("Reactivation", of.Reactivation), ("Contraction", of.Contraction),
            ("Churn", of.Churn), .. RevenueFormat.Amount(of.Fx, report.View.Currency).Minor == 0 ? ((string, decimal)[])[] : [("FX", of.Fx)],
            ("Closing", of.Closing),
        ]
        : [];
}
