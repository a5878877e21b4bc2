using Marketplace.Portal.Accounts;

namespace Marketplace.Portal.Planning;

/// <summary>Plans, for programs.</summary>
internal static class PlanningSetup
{
    public static void MapPlanning(this IEndpointRouteBuilder app)
    {
        app.MapSitesApi(Policies.ReadSites).MapValidationResource();
        app.MapSitesApi(Policies.Install).MapPlanResource();
    }
}
