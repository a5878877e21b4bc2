using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Delivery;
using Marketplace.Licensing.Metering;
using Marketplace.Modules;
using Marketplace.Portal.Accounts;
using Marketplace.Scanning;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Delivery;

/// <summary>What the agent of a site asks of its marketplace. See docs/http.md.</summary>
public static class AgentEndpoints
{
    private const long MaxBytes = 1024 * 1024;

    // The next number must be one too.
    private const int MaxRevision = 1_000_000_000;

    public static void AddDeliveryEndpoints(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, SiteTokenHandler>(SiteTokenHandler.Scheme, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policies.Agent, policy => policy
            .AddAuthenticationSchemes(SiteTokenHandler.Scheme)
            .RequireClaim(SiteTokenHandler.SiteClaim));
        builder.Services.AddSingleton<AgentWait>();
    }

    public static void MapDelivery(this IEndpointRouteBuilder app)
    {
        app.MapGet(PortalUrls.AgentKeys, KeysAsync).AllowAnonymous();
        var agents = app.MapGroup(PortalUrls.Agent)
            .RequireAuthorization(Policies.Agent)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBytes));
        agents.MapPut("/host", AnnounceAsync);
        agents.MapGet("/revision", NextAsync);
        agents.MapGet("/licenses", LicensesAsync);
        agents.MapPost("/usage", UseAsync);
        agents.MapGet("/packages/{hash:regex(^[0-9a-f]{{64}}$)}", PackageAsync);
        agents.MapPost("/revisions/{number:int}/steps", ReportAsync);
        agents.MapPut("/revisions/{number:int}/result", EndAsync);
    }

    private static async Task<Ok<IReadOnlyList<PublicKey>>> KeysAsync(SigningKeys keys, CancellationToken cancel) =>
        TypedResults.Ok(await keys.PublicAsync(cancel));

    private static async Task<IResult> AnnounceAsync(HttpContext context, AgentReports reports, CancellationToken cancel) =>
        await BodyAsync<AgentAnnouncement>(context, cancel) is not
            {
                HostVersion: not null, Status: null or { IsComplete: true }, Fingerprint: null or { Length: <= SiteMove.MaxFingerprint }
            } said ? NotUnderstood()
        : !IsRevision(said.Revision) || !IsRevision(said.Highest) ? NoRevision()
        : await reports.AnnounceAsync(Caller(context.User), said, cancel) is { } welcome ? TypedResults.Json(welcome, AgentFormat.Json)
        : NotChosen();

    private static async Task<IResult> NextAsync(int have, int highest, int? wait, HttpContext context, AgentWait waiting, CancellationToken cancel) =>
        !IsRevision(have) || !IsRevision(highest) ? NoRevision()
        : await waiting.NextAsync(Caller(context.User), have, highest, TimeSpan.FromSeconds(Math.Clamp(wait ?? 0, 0, 60)), cancel) switch
        {
            NextOutcome.Next next => TypedResults.Json(next.Lock, AgentFormat.Json),
            NextOutcome.Ended => SiteTokenHandler.Ended,
            NextOutcome.NotChosen => NotChosen(),
            _ => TypedResults.NoContent(),
        };

    private static async Task<IResult> LicensesAsync(HttpContext context, LicenseFiles licenses, CancellationToken cancel)
    {
        var known = context.Request.GetTypedHeaders().IfNoneMatch.FirstOrDefault()?.Tag.ToString().Trim('"');
        if (await licenses.OfSiteAsync(Caller(context.User).SiteId, known, cancel) is not { } files)
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        context.Response.Headers.ETag = $"\"{files.Tag}\"";
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Json(files.Files.Select(file => file.Text).ToArray(), AgentFormat.Json);
    }

    private static async Task<IResult> UseAsync(HttpContext context, SiteUsage usage, CancellationToken cancel) =>
        await BodyAsync<UsageEntry?[]>(context, cancel) is not { Length: <= UsageReports.MaxEntries } entries
            || entries.Any(entry => entry is not { Module: not null, Quantity: not null })
            ? NotUnderstood()
            : TypedResults.Json(await usage.RecordAsync(Caller(context.User).SiteId, entries!, cancel), AgentFormat.Json);

    private static async Task<IResult> PackageAsync(string hash, HttpContext context, AgentReports reports, PackageIntegrity packages, CancellationToken cancel)
    {
        if (!await reports.MayHaveAsync(Caller(context.User), hash, cancel) || await packages.OpenAsync(hash, cancel) is not { } package)
        {
            return TypedResults.Problem(
                "Only packages of revisions that the site had or is about to have, as long as they are available.",
                statusCode: 404, title: "This site may not have that package.", type: "urn:marketplace:agent.no-package");
        }

        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.File(package, "application/octet-stream", enableRangeProcessing: true, entityTag: new($"\"{hash}\""));
    }

    private static async Task<IResult> ReportAsync(int number, HttpContext context, AgentReports reports, CancellationToken cancel) =>
        await BodyAsync<AgentStep?[]>(context, cancel) is not { } steps || steps.Contains(null) ? NotUnderstood()
        : await reports.ReportAsync(Caller(context.User), number, steps!, cancel) ? TypedResults.NoContent()
        : TypedResults.Problem(
            "Leave the site as it is.",
            statusCode: 410, title: $"Revision {number} was withdrawn.", type: "urn:marketplace:agent.withdrawn");

    private static async Task<IResult> EndAsync(int number, HttpContext context, AgentReports reports, CancellationToken cancel)
    {
        if (await BodyAsync<AgentResult>(context, cancel) is not { } result)
        {
            return NotUnderstood();
        }

        await reports.EndAsync(Caller(context.User), number, result, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<T?> BodyAsync<T>(HttpContext context, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, AgentFormat.Json, cancel);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProblemHttpResult NotUnderstood() =>
        TypedResults.Problem(
            "Send JSON as docs/http.md describes it.",
            statusCode: 400, title: "The body was not understood.", type: "urn:marketplace:agent.body");

    private static bool IsRevision(int number) => number is >= 0 and < MaxRevision;

    private static ProblemHttpResult NoRevision() => TypedResults.Problem(
        $"Send the numbers of revisions that this marketplace gave the site. If the module folder is that of another site, use an empty one.",
        statusCode: 400, title: $"A revision has a number from 0 to {MaxRevision - 1:#,0}.", type: "urn:marketplace:agent.revision");

    private static ProblemHttpResult NotChosen() =>
        TypedResults.Problem(
            "Choose delivery by agent in the site's settings.",
            statusCode: 409, title: "This site gets its modules into a folder.", type: "urn:marketplace:agent.not-chosen");

    private static AgentCaller Caller(ClaimsPrincipal agent) => new(Number(agent, SiteTokenHandler.SiteClaim), Number(agent, SiteTokenHandler.TokenClaim));

    private static long Number(ClaimsPrincipal agent, string claim) => long.Parse(agent.FindFirstValue(claim)!, CultureInfo.InvariantCulture);
}
