using Marketplace.Portal.Revenue;
using Marketplace.Revenue;

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

    public static string FinanceOf(RevenueAsk ask) => With(Finance, ask.Money);

    public static string TaxCsvOf(RevenueAsk ask) => With(TaxCsv, ask.Money);

    public static string MovementsOf(RevenueAsk ask) => With(Movements, ask.Values);

    public static string MovementsCsvOf(RevenueAsk ask) => With(MovementsCsv, ask.Values);

    public static string SpendingOf(long organization) => With(Spending, ("organization", $"{organization}"));

    private static string Place(RevenueAsk ask) => ask.IsPublishers ? PublisherRevenue : Revenue;

    private static string Name(RevenueDimension by) => $"{by}".ToLowerInvariant();
}
