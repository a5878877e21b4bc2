using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Marketplace.Delivery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Delivery;

/// <summary>Signs in the agent of a site by its token: <c>Authorization: Bearer mst_…</c>. Only the endpoints for agents name this scheme.</summary>
internal sealed class SiteTokenHandler(SiteTokens tokens, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public new const string Scheme = "SiteToken";
    public const string SiteClaim = "site", TokenClaim = "site_token";

    /// <summary>The answer to a token that is unknown or has ended.</summary>
    public static ProblemHttpResult Ended => TypedResults.Problem(
        "A member of the site's organization makes a new token in the site's settings, under Delivery.", statusCode: 401,
        title: "The site token is unknown, has ended, or was made by someone who has left the organization.",
        type: "urn:marketplace:agent.token",
        extensions: new Dictionary<string, object?> { ["code"] = "agent.token" });

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.FirstOrDefault() is not { } value || !value.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return AuthenticateResult.NoResult();
        }

        if (await tokens.AuthenticateAsync(value[7..].Trim(), Context.RequestAborted) is not { } caller)
        {
            return AuthenticateResult.Fail("The site token does not work.");
        }

        var identity = new ClaimsIdentity([new(SiteClaim, Text(caller.SiteId)), new(TokenClaim, Text(caller.TokenId))], Scheme);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Ended.ExecuteAsync(Context);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
