using Marketplace.Portal.Accounts;

namespace Marketplace.Portal.Operations;

/// <summary>Operations and batches, for programs.</summary>
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
    }
}
