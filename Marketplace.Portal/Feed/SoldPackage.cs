using Marketplace.Accounts;
using Marketplace.Licensing;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Authentication;

namespace Marketplace.Portal.Feed;

/// <summary>
/// Packages of a module that is sold are sent to those whose organization has a license, and to its publisher. Who asks is known
/// here alone: open packages are sent without asking.
/// </summary>
internal static class SoldPackage
{
    /// <summary>False after it has answered why not.</summary>
    public static async Task<bool> MayBeSentAsync(FeedPackage package, HttpContext context)
    {
        if (!package.IsSold)
        {
            return true;
        }

        var asked = await context.AuthenticateAsync(ApiKeyHandler.Scheme);
        if (!asked.Succeeded)
        {
            await context.ChallengeAsync(ApiKeyHandler.Scheme);
            return false;
        }

        if (asked.Principal.HasClaim(ApiKeyHandler.ScopeClaim, nameof(ApiKeyScopes.Read))
            && await context.RequestServices.GetRequiredService<LicenseQueries>()
                .MayFetchAsync(asked.Principal.Actor, package.ModuleId, context.RequestAborted))
        {
            return true;
        }

        await Problems.Of(context, 403, "feed.license", "This module is sold, and the key may not fetch it.",
            "Use a key with the scope Read of an organization that has a license.").ExecuteAsync(context);
        return false;
    }
}
