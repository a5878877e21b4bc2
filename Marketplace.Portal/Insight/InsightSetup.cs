using Marketplace.Portal.Accounts;

namespace Marketplace.Portal.Insight;

/// <summary>Statistics of installs, for programs.</summary>
internal static class InsightSetup
{
    public static void MapInsight(this IEndpointRouteBuilder app)
    {
        var reads = app.MapSitesApi(Policies.ReadSites);
        reads.MapStatisticsResource();
        reads.MapAnalyticsResource();
    }
}
