using System.Globalization;
using System.Security.Claims;
using Marketplace.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace Marketplace.Portal.Accounts;

/// <summary>From who is signed in to who acts. The claims say only who it is; what they may do is asked of the database.</summary>
public static class ActorClaims
{
    /// <summary>On principals signed in by an API key: the key and the organization it is limited to.</summary>
    public const string ApiKeyClaim = "api_key", OrganizationClaim = "organization";

    /// <summary>On people: the session, and how they proved who they are (RFC 8176).</summary>
    public const string SessionClaim = "session", MethodClaim = "amr", SecondFactor = "mfa";

    /// <summary>On everybody while the demo is on; never written to a cookie.</summary>
    public const string DemoClaim = "demo";

    // A person without a session may do nothing: no session has this number.
    private const long NoSession = 0;

    extension(ClaimsPrincipal user)
    {
        public bool IsSignedIn => user.Identity?.IsAuthenticated is true;

        /// <summary>Throws when nobody is signed in: pages and endpoints that ask carry a policy.</summary>
        public Actor Actor => new(
            user.Number(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in."),
            user.Number(OrganizationClaim),
            user.Number(ApiKeyClaim),
            user.HasClaim(claim => claim.Type is ApiKeyClaim) ? null : user.Session ?? NoSession,
            user.HasSecondFactor);

        public long? Session => user.Number(SessionClaim);

        /// <summary>Signed in by two factors: a password and a code, or a passkey that made sure who holds it. The demo asks for none.</summary>
        public bool HasSecondFactor => user.HasClaim(MethodClaim, SecondFactor) || user.HasClaim(DemoClaim, SecondFactor);

        /// <summary>Null when nobody is signed in.</summary>
        public Actor? Visitor => user.IsSignedIn ? user.Actor : null;

        /// <summary>Who reads the catalog; null for nobody in particular, and for keys that may not read what is their organization's.</summary>
        public Actor? Reader =>
            user.HasClaim(claim => claim.Type is ApiKeyClaim) && !user.HasClaim(ApiKeyHandler.ScopeClaim, nameof(ApiKeyScopes.Read))
                ? null
                : user.Visitor;

        private long? Number(string claim) =>
            long.TryParse(user.FindFirstValue(claim), CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    extension(Task<AuthenticationState> state)
    {
        public async Task<Actor> ActorAsync() => (await state).User.Actor;

        /// <summary>Null when nobody is signed in, for pages that are open to all.</summary>
        public async Task<Actor?> VisitorAsync() => (await state).User is { IsSignedIn: true } user ? user.Actor : null;
    }
}
