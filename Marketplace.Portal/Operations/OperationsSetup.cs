using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared.Grid;

namespace Marketplace.Portal.Operations;

/// <summary>Operations and batches: for programs, and their lists as files.</summary>
internal static class OperationsSetup
{
    public static void MapOperations(this IEndpointRouteBuilder app)
    {
        var reads = app.MapSitesApi(Policies.ReadSites);
        reads.MapOperationResource();
        reads.MapBatchResource();
        var commands = app.MapSitesApi(Policies.Install);
        commands.MapOperationCommands();
        commands.MapBatchCommands();
        app.MapOperationLog();
        app.MapCsv(
            PortalUrls.OperationsCsv, OperationsPage.Columns, OperationQueries.Columns,
            (OperationQueries operations, Actor actor, ListQuery query, CancellationToken cancel) => operations.StreamAsync(actor, query, cancel))
            .RequireAuthorization(Policies.SignedIn);
        app.MapCsv(
            PortalUrls.BatchesCsv, BatchesPage.Columns, BatchQueries.Columns,
            (BatchQueries batches, Actor actor, ListQuery query, CancellationToken cancel) => batches.StreamAsync(actor, query, cancel))
            .RequireAuthorization(Policies.SignedIn);
    }
}
