using Marketplace.Accounts;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Catalog.Rest;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Portal.Installs.Rest;

/// <summary>Sites and what is carried out on them, for programs. See docs/http.md.</summary>
public static class InstallsRest
{
    public static void AddInstallsRest(this WebApplicationBuilder builder) => builder.Services.AddAuthorizationBuilder()
        .AddPolicy(Policies.ReadSites, policy => policy
            .AddAuthenticationSchemes(IdentityConstants.ApplicationScheme, ApiKeyHandler.Scheme)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => !context.User.HasClaim(claim => claim.Type is ActorOf.ApiKeyClaim) || context.User.HasClaim(ApiKeyHandler.ScopeClaim, nameof(ApiKeyScopes.Read))))
        // Never a cookie: a page of somebody else's could send one along.
        .AddPolicy(Policies.Install, policy => policy
            .AddAuthenticationSchemes(ApiKeyHandler.Scheme)
            .RequireAuthenticatedUser()
            .RequireClaim(ApiKeyHandler.ScopeClaim, nameof(ApiKeyScopes.Install)));

    public static void MapInstallsRest(this IEndpointRouteBuilder app)
    {
        var reads = Group(app, Policies.ReadSites);
        reads.MapSites();
        reads.MapOperations();
        reads.MapBatches();
        reads.MapValidation();
        reads.MapStatistics();
        reads.MapAnalytics();
        var acts = Group(app, Policies.Install);
        acts.MapPlans();
        acts.MapOperationActs();
        acts.MapBatchActs();
    }

    private static RouteGroupBuilder Group(IEndpointRouteBuilder app, string policy) => app.MapGroup(RestEndpoints.Root)
        .RequireAuthorization(policy).AddEndpointFilter(RestAnswers.FinishAsync).WithTags("Installs")
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
}
