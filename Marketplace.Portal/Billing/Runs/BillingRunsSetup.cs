using Marketplace.Billing.Runs;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared.Grid;

namespace Marketplace.Portal.Billing.Runs;

/// <summary>Billing runs as a file.</summary>
internal static class BillingRunsSetup
{
    public static void MapBillingRuns(this IEndpointRouteBuilder app) => app.MapCsv<BillingRunQueries, BillingRunRow>(
        PortalUrls.BillingRunsCsv, BillingRunsPage.Columns, BillingRunQueries.Columns,
        (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
}
