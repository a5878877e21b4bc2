using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Portal.Accounts;

/// <summary>The groups that resources for programs are mapped in, by who may ask.</summary>
internal static class ApiGroups
{
    // A person's cookie or an organization's key; the key last, since it writes the answer to those who have neither.
    public static AuthorizeAttribute Reading() =>
        new(Policies.Reading) { AuthenticationSchemes = $"{IdentityConstants.ApplicationScheme},{ApiKeyHandler.Scheme}" };

    /// <summary>For whoever may read the catalog.</summary>
    public static RouteGroupBuilder MapCatalogApi(this IEndpointRouteBuilder app) => app.MapGroup(PortalUrls.Api)
        .RequireAuthorization(Reading())
        .AddEndpointFilter(ApiResults.FinishAsync)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized);

    /// <summary>For members of the organizations that have sites.</summary>
    /// <param name="app">The portal's endpoints.</param>
    /// <param name="policy"><see cref="Policies.ReadSites"/>, <see cref="Policies.Install"/> or <see cref="Policies.Billing"/>.</param>
    public static RouteGroupBuilder MapSitesApi(this IEndpointRouteBuilder app, string policy) => app.MapGroup(PortalUrls.Api)
        .RequireAuthorization(policy).AddEndpointFilter(ApiResults.FinishAsync).WithTags("Installs")
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

    /// <summary>What describes the resources, and the answer to what is none.</summary>
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi(PortalUrls.ApiDocument.Replace("v1", "{documentName}", StringComparison.Ordinal)).RequireAuthorization(Reading());
        app.MapCatalogApi()
            .MapGet("{**rest}", () =>
                ApiResults.NotFound("resource", "There is no such resource.", $"{PortalUrls.ApiDocument} names those that there are."))
            .ExcludeFromDescription();
    }
}
