using Marketplace.Revenue.Measures;

namespace Marketplace.Revenue;

/// <summary>What a dashboard asks for.</summary>
/// <param name="Top">By what the largest parts are listed.</param>
/// <param name="IsRevenueKept">Cohorts are of revenue, and not of clients alone.</param>
public sealed record BoardView(RevenueView View, RevenueDimension Top, bool IsRevenueKept);

/// <summary>All that a dashboard shows.</summary>
/// <param name="Anomalies">The largest first.</param>
/// <param name="Cohorts">Null where they are of clients.</param>
/// <param name="Currencies">In which figures can be reported, the usual one first.</param>
public sealed record BoardFigures(
    RevenueReport Report, RevenueBreakdown Top, IReadOnlyList<Anomaly> Anomalies, RevenueForecast Forecast, IReadOnlyList<RevenueCohort>? Cohorts,
    IReadOnlyList<string> Currencies);
