using Marketplace.Catalog;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Accounts;

internal sealed class PublicReadingRequirement : IAuthorizationRequirement;

/// <summary>Lets everybody read the catalog, or only people and keys that are known, as the operator chose.</summary>
internal sealed class PublicReadingHandler(IOptions<CatalogOptions> options) : AuthorizationHandler<PublicReadingRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PublicReadingRequirement requirement)
    {
        if (options.Value.PublicReading || context.User.Reader is not null)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
