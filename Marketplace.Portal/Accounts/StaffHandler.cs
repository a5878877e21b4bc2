using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Accounts;

/// <param name="Role">The role that is needed; null for any staff.</param>
internal sealed record StaffRequirement(StaffRole? Role) : IAuthorizationRequirement;

/// <summary>Asks the database at each request, so that a role that was taken away is gone at once.</summary>
internal sealed class StaffHandler(IDbContextFactory<MarketplaceDb> databases) : AuthorizationHandler<StaffRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, StaffRequirement requirement)
    {
        if (!context.User.IsSignedIn)
        {
            return;
        }

        var (actor, role) = (context.User.Actor, requirement.Role ?? StaffRole.Moderator);
        await using var db = await databases.CreateDbContextAsync();
        if (await db.StaffGrants.Allowing(actor, role).AnyAsync())
        {
            context.Succeed(requirement);
        }
    }
}
