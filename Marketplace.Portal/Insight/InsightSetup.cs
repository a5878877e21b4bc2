using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared;
using Marketplace.Portal.Shared.Grid;

namespace Marketplace.Portal.Insight;

/// <summary>Statistics of installs, for programs and as files.</summary>
internal static class InsightSetup
{
    public static void MapInsight(this IEndpointRouteBuilder app)
    {
        var reads = app.MapSitesApi(Policies.ReadSites);
        reads.MapStatisticsResource();
        reads.MapAnalyticsResource();
        app.MapVersions(PortalUrls.VersionsCsv, _ => new StatisticsScope.AllSites()).RequireAuthorization(Policies.Operator);
        app.MapVersions(PortalUrls.SiteVersionsCsv(), context => new StatisticsScope.OfClient(QueryText.Long(context.Request.Query["organization"])))
            .RequireAuthorization(Policies.SignedIn);
        app.MapVersions(PortalUrls.ModuleVersionsCsv("{id}"), context => new StatisticsScope.OfModule(Id(context))).RequireAuthorization(Policies.SignedIn);
        app.MapCsv(
            PortalUrls.ModuleHistoryCsv("{id}"), ModuleSites.Columns, ModuleHistory.Columns,
            (ModuleHistory history, HttpContext context, ListQuery query, CancellationToken cancel) =>
                Task.FromResult<IAsyncEnumerable<ModuleEvent>?>(history.StreamAsync(context.User.Actor, Id(context), query, cancel)))
            .RequireAuthorization(Policies.SignedIn);
    }

    private static IEndpointConventionBuilder MapVersions(this IEndpointRouteBuilder app, string address, Func<HttpContext, StatisticsScope> scope) =>
        app.MapCsv(address, VersionGrid.Columns, VersionsInUse.Columns,
        (VersionsInUse versions, HttpContext context, ListQuery query, CancellationToken cancel) =>
            versions.StreamAsync(context.User.Actor, scope(context), query, cancel));

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;
}
