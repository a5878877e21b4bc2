namespace Marketplace.Revenue.Measures;

/// <summary>That a module loses, or gains, far more than is usual for it.</summary>
/// <param name="Now">In the period, in the reporting currency.</param>
/// <param name="Usual">In as many days of the months before, on average.</param>
public sealed record Anomaly(long ModuleId, string Module, bool IsLoss, decimal Now, decimal Usual)
{
    private const decimal Times = 2.5m, LeastShare = 0.05m;

    /// <summary>
    /// Null where it is as usual: at least so many times the average of the months before, more than in any of them, and no trifle beside what the module
    /// brings.
    /// </summary>
    /// <param name="before">Of each month, in as many days as the period has.</param>
    /// <param name="opening">What the module brought a month at the start.</param>
    public static Anomaly? Of(long moduleId, string module, bool isLoss, decimal now, IReadOnlyList<decimal> before, decimal opening) =>
        before.Count > 0 && opening > 0 && now >= opening * LeastShare && now > before.Max() && now >= Times * before.Average()
            ? new(moduleId, module, isLoss, now, before.Average()) : null;
}
