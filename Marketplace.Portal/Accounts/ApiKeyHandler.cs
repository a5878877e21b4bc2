using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Marketplace.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Accounts;

public sealed class ApiKeySchemeOptions : AuthenticationSchemeOptions;

/// <summary>
/// Signs in by an API key: header <c>X-NuGet-ApiKey</c>, or <c>Authorization: Bearer mkt_…</c>, or, as NuGet's client
/// sends what its settings name as a password, <c>Authorization: Basic</c> with any user. Endpoints for programs name this scheme.
/// </summary>
internal sealed class ApiKeyHandler(ApiKeys keys, IOptionsMonitor<ApiKeySchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<ApiKeySchemeOptions>(options, logs, encoder)
{
    public new const string Scheme = "ApiKey";

    /// <summary>One claim for each scope of the key.</summary>
    public const string ScopeClaim = "scope";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ApiKeyHeader.Read(Request) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.AuthenticateAsync(text.Trim(), Context.RequestAborted) is not ({ } actor, var scopes))
        {
            return AuthenticateResult.Fail("The API key is unknown, revoked or expired.");
        }

        var identity = new ClaimsIdentity(Scheme);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, Text(actor.UserId)));
        identity.AddClaim(new(ActorClaims.OrganizationClaim, Text(actor.OnlyOrganizationId!.Value)));
        identity.AddClaim(new(ActorClaims.ApiKeyClaim, Text(actor.ApiKeyId!.Value)));
        identity.AddClaims(Enum.GetValues<ApiKeyScopes>()
            .Where(s => s is not ApiKeyScopes.None && scopes.HasFlag(s))
            .Select(s => new Claim(ScopeClaim, s.ToString())));
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme));
    }

    // Programs read why in their own terms, and are never sent to a page.
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (IsBelow(PortalUrls.Feed))
        {
            // NuGet's client sends its password only to who asks for it so.
            Response.Headers.WWWAuthenticate = "Basic realm=\"Marketplace\", charset=\"UTF-8\"";
        }

        var title = ApiKeyHeader.IsGiven(Request) ? "The API key is unknown, revoked or expired." : "This needs an API key.";
        return AnswerAsync(401, "key", title, "Send an API key with the scope that it needs.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        AnswerAsync(
            403, "scope", "This API key does not have the scope that it needs.",
            "Use an API key with that scope; owners of the organization choose it under API keys.");

    private Task AnswerAsync(int status, string code, string title, string remedy)
    {
        Response.Headers.Location = default;
        var problem = IsBelow(PortalUrls.Push) ? Problems.Of(Context, status, $"push.{code}", title, remedy)
            : IsBelow(PortalUrls.Feed) ? Problems.Of(Context, status, $"feed.{code}", title, remedy)
            : ApiResults.Problem(status, code, title, remedy);
        return problem.ExecuteAsync(Context);
    }

    private bool IsBelow(string path) => Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
