using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Marketplace.Accounts;
using Marketplace.Portal.Catalog.Rest;
using Marketplace.Portal.Feed;
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
    public const string Header = "X-NuGet-ApiKey";

    /// <summary>One claim for each scope of the key.</summary>
    public const string ScopeClaim = "scope";

    public static bool IsGiven(HttpRequest request) => Given(request) is not null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Given(Request) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.AuthenticateAsync(text.Trim(), Context.RequestAborted) is not ({ } actor, var scopes))
        {
            return AuthenticateResult.Fail("The API key is unknown, revoked or expired.");
        }

        var identity = new ClaimsIdentity(Scheme);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, Text(actor.UserId)));
        identity.AddClaim(new(ActorOf.OrganizationClaim, Text(actor.OnlyOrganizationId!.Value)));
        identity.AddClaim(new(ActorOf.ApiKeyClaim, Text(actor.ApiKeyId!.Value)));
        identity.AddClaims(Enum.GetValues<ApiKeyScopes>().Where(s => s is not ApiKeyScopes.None && scopes.HasFlag(s)).Select(s => new Claim(ScopeClaim, s.ToString())));
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme));
    }

    // A program that asks the catalogue is told why in its own terms, and never sent to a page.
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.Location = default;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        if (Request.Path.StartsWithSegments(FeedEndpoints.Flat, StringComparison.OrdinalIgnoreCase))
        {
            // NuGet's client sends its password only to who asks for it so.
            Response.Headers.WWWAuthenticate = "Basic realm=\"Marketplace\", charset=\"UTF-8\"";
        }
        else if (Request.Path.StartsWithSegments(FeedEndpoints.Push, StringComparison.OrdinalIgnoreCase))
        {
            await IntakeAnswers.Problem(Context, 401, "push.key", "The API key is missing, unknown, revoked or expired.",
                "Create a key with the scope Push under API keys and pass it with --api-key.").ExecuteAsync(Context);
        }
        else if (Request.Path.StartsWithSegments(RestEndpoints.Root, StringComparison.OrdinalIgnoreCase))
        {
            await RestAnswers.Problem(401, "key", "This is only for those who are known here.", "Send an API key with the scope that it needs.").ExecuteAsync(Context);
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Request.Path.StartsWithSegments(FeedEndpoints.Push, StringComparison.OrdinalIgnoreCase)
            ? IntakeAnswers.Problem(Context, 403, "push.scope", "The API key does not have the scope Push.", "Create one that has it under API keys.")
                .ExecuteAsync(Context)
            : Task.CompletedTask;
    }

    private static string? Given(HttpRequest request) => request.Headers[Header].FirstOrDefault()
        ?? (AuthenticationHeaderValue.TryParse(request.Headers.Authorization.FirstOrDefault(), out var given) ? given switch
        {
            { Scheme: "Bearer", Parameter: { } key } => key,
            { Scheme: "Basic", Parameter: { } pair } => Password(pair),
            _ => null,
        } : null);

    private static string? Password(string pair)
    {
        var bytes = new byte[pair.Length];
        return Convert.TryFromBase64String(pair, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password] ? password : null;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
