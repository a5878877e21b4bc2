using Marketplace.Portal.Revenue;
using Marketplace.Revenue;
using Marketplace.Revenue.Measures;

namespace Marketplace.Portal;

/// <summary>Figures of revenue. What is looked at stands in each address; see <see cref="RevenueAsk"/>.</summary>
public static partial class PortalUrls
{
    public const string Revenue = "/revenue";
    public const string RevenueCsv = "/revenue.csv";
    public const string Movements = "/revenue/movements";
    public const string MovementsCsv = "/revenue/movements.csv";

    public const string Finance = "/revenue/finance";
    public const string TaxCsv = "/revenue/tax.csv";

    public const string Spending = "/spending";

    public const string PublisherRevenue = "/publisher/revenue";
    public const string PublisherRevenueCsv = "/publisher/revenue.csv";

    public static string RevenueOf(RevenueAsk ask) => With(Place(ask), (ask with { Show = RevenueShow.Mrr }).Values);

    public static string RevenueCsvOf(RevenueAsk ask) => With($"{Place(ask)}.csv", ask.Values);

    public static string RevenueBy(RevenueDimension by, RevenueAsk ask) => With($"{Place(ask)}/by/{Name(by)}", ask.Values);

    public static string RevenueByCsv(RevenueDimension by, RevenueAsk ask) => With($"{Place(ask)}/by/{Name(by)}.csv", ask.Values);

    public static string FinanceOf(RevenueAsk ask) => With(Finance, ask.MarketplaceValues);

    public static string TaxCsvOf(RevenueAsk ask) => With(TaxCsv, ask.MarketplaceValues);

    public static string MovementsOf(RevenueAsk ask) => With(Movements, ask.Values);

    public static string MovementsCsvOf(RevenueAsk ask) => With(MovementsCsv, ask.Values);

    public static string SpendingOf(long organization) => With(Spending, ("organization", $"{organization}"));

    /// <summary>For monitoring; see docs/running.md.</summary>
    public const string Metrics = "/metrics";

    public const string RevenueAnnotations = "/revenue/annotations.csv";

    public static string RevenueAnnotationsCsv(RevenueSpan span) => With(RevenueAnnotations, new RevenueAsk { Span = span }.Values);

    /// <summary>Saved views.</summary>
    public const string RevenueViews = "/revenue/views";

    public const string PublisherRevenueViews = "/publisher/revenue/views";

    /// <summary>Leads to the figures that a saved view asks for now.</summary>
    public static string RevenueView(long id) => $"{RevenueViews}/{id}";

    private static string Place(RevenueAsk ask) => ask.IsPublishers ? PublisherRevenue : Revenue;

    private static string Name(RevenueDimension by) => $"{by}".ToLowerInvariant();
}
