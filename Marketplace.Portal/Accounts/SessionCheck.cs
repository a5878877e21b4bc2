using System.Security.Claims;
using Marketplace.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;

namespace Marketplace.Portal.Accounts;

/// <summary>Refuses the cookie of a session that has ended.</summary>
internal static class SessionCheck
{
    public static async Task ValidateAsync(CookieValidatePrincipalContext cookie)
    {
        await SecurityStampValidator.ValidatePrincipalAsync(cookie);
        var http = cookie.HttpContext;
        if (cookie.Principal is { IsSignedIn: true } person && http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null
            && !await IsOpenAsync(http.RequestServices.GetRequiredService<Sessions>(), person, http.RequestAborted))
        {
            cookie.RejectPrincipal();
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
    }

    public static async Task<bool> IsOpenAsync(Sessions sessions, ClaimsPrincipal person, CancellationToken cancel) =>
        person.Session is { } session && await sessions.IsOpenAsync(person.Actor.UserId, session, cancel);

    /// <summary>The claims are rewritten each minute; which session it is and how it was proven does not change by that.</summary>
    public static Task KeepAsync(SecurityStampRefreshingPrincipalContext refreshed)
    {
        var kept = refreshed.CurrentPrincipal?.Claims.Where(claim => claim.Type is ActorClaims.SessionClaim or ActorClaims.MethodClaim) ?? [];
        refreshed.NewPrincipal?.Identities.First().AddClaims(kept.Where(claim => !refreshed.NewPrincipal.HasClaim(c => c.Type == claim.Type)));
        return Task.CompletedTask;
    }
}
