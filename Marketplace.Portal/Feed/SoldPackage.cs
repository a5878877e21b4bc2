using Marketplace.Accounts;
using Marketplace.Licensing;
using Marketplace.Modules;
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

        var verdict = asked.Principal.HasClaim(ApiKeyHandler.ScopeClaim, nameof(ApiKeyScopes.Read))
            ? await context.RequestServices.GetRequiredService<LicenseQueries>()
                .FetchVerdictAsync(asked.Principal.Actor, package.ModuleId, package.ApprovedAt, context.RequestAborted)
            : (LicenseVerdict?)null;
        if (verdict is LicenseVerdict.Valid)
        {
            return true;
        }

        await Problems.Of(context, 403, "feed.license", "This module is sold, and the key may not fetch it.", Remedy(verdict)).ExecuteAsync(context);
        return false;
    }

    /// <param name="verdict">Null where the key has not the scope.</param>
    private static string Remedy(LicenseVerdict? verdict) => verdict switch
    {
        null => "Use a key with the scope Read of an organization that has a license.",
        LicenseVerdict.OutsideReleaseWindow => "Your license covers earlier releases only. Restore one of them, or buy a license again for later ones.",
        LicenseVerdict.Expired => "Your license has ended. Ask the publisher to extend it, or buy one on the module's page.",
        LicenseVerdict.Suspended => "Your license is suspended. The list of your licenses says why; the publisher can reinstate it.",
        LicenseVerdict.Revoked => "Your license was revoked. The list of your licenses says why.",
        LicenseVerdict.NotYetValid => "Your license has not begun yet.",
        _ => "Your organization has no license of it. Buy one on the module's page, or use a key of an organization that has one.",
    };
}
