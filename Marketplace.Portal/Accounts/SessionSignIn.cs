using System.Globalization;
using System.Security.Claims;
using Marketplace.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace Marketplace.Portal.Accounts;

/// <summary>Signs in and out as Identity does, and keeps a row of each session, so that it can be seen and ended.</summary>
internal sealed class SessionSignIn(
    UserManager<User> users,
    IHttpContextAccessor http,
    IUserClaimsPrincipalFactory<User> principals,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<User>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<User> confirmation,
    Sessions sessions,
    Attempts attempts) : SignInManager<User>(users, http, principals, options, logger, schemes, confirmation)
{
    private static readonly User Nobody = new() { DisplayName = "" };
    private static string? _nobodysHash;

    public override async Task SignInWithClaimsAsync(User user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var claims = additionalClaims.ToList();

        // A refreshed cookie carries its session on.
        var session = Context.User is { IsSignedIn: true, Session: { } current } && Context.User.Actor.UserId == user.Id
            ? current
            : await StartAsync(user, claims);
        claims.Add(new Claim(ActorClaims.SessionClaim, session.ToString(CultureInfo.InvariantCulture)));
        await base.SignInWithClaimsAsync(user, authenticationProperties, claims);
    }

    /// <summary>
    /// Compares one hash for whoever it is, so that the time tells nobody who has an account. Five wrong passwords shut this way in to the address for the
    /// network they came from, and no other: nobody locks out someone else, and a passkey opens as before.
    /// </summary>
    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        var who = $"{userName} from {Network.Of(Context.Connection.RemoteIpAddress)}";
        var isAllowed = await attempts.TryAsync(AttemptLimit.Passwords, who, Context.RequestAborted);
        _nobodysHash ??= UserManager.PasswordHasher.HashPassword(Nobody, Guid.NewGuid().ToString());
        var user = await UserManager.FindByEmailAsync(userName);
        var isRight = user is { PasswordHash: not null }
            ? await UserManager.CheckPasswordAsync(user, password)
            : UserManager.PasswordHasher.VerifyHashedPassword(Nobody, _nobodysHash, password) is PasswordVerificationResult.Success;
        if (!isAllowed || user is null || !isRight)
        {
            return isAllowed ? SignInResult.Failed : SignInResult.LockedOut;
        }

        if (!await CanSignInAsync(user))
        {
            return SignInResult.NotAllowed;
        }

        await attempts.ForgetAsync(AttemptLimit.Passwords, who, Context.RequestAborted);
        return await SignInOrTwoFactorAsync(user, isPersistent);
    }

    public override async Task SignOutAsync()
    {
        if (Context.User is { IsSignedIn: true, Session: { } session })
        {
            await sessions.EndAsync(Context.User.Actor.UserId, session, Context.RequestAborted);
        }

        await base.SignOutAsync();
    }

    // The claim's values are those of RFC 8176: "pwd" a password alone, "mfa" more than one factor.
    private Task<long> StartAsync(User user, List<Claim> claims)
    {
        var how = claims.Find(claim => claim.Type == ActorClaims.MethodClaim)?.Value switch
        {
            "pwd" => "password",
            "mfa" => "two factors",
            _ => "one click of the demo",
        };
        var address = Context.Connection.RemoteIpAddress?.ToString() ?? "this machine";
        return sessions.StartAsync(user.Id, how, Device.Of(Context.Request.Headers.UserAgent.ToString()), address, Context.RequestAborted);
    }
}
