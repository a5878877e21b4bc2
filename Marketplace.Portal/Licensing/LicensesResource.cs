using System.ComponentModel;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Pricing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Licensing;

/// <param name="Module">The package id.</param>
/// <param name="Tier"><c>Free</c>, <c>Basic</c>, <c>Premium</c>, <c>Enterprise</c> or <c>Custom</c>.</param>
/// <param name="Origin"><c>Manual</c>, <c>Purchase</c>, <c>Trial</c> or <c>Quote</c>.</param>
/// <param name="State"><c>Trial</c>, <c>Active</c>, <c>Grace</c>, <c>Suspended</c>, <c>Expired</c> or <c>Revoked</c>.</param>
/// <param name="Stage">What is left of it: <c>Full</c>, <c>Banner</c>, <c>NoUpdates</c>, <c>NoActivations</c>, <c>ReadOnly</c> or <c>Disabled</c>.</param>
/// <param name="Sites">On how many production sites it counts; null for all.</param>
/// <param name="ExpiresAt">Null if it has no end.</param>
/// <param name="UpdatesUntil">Releases that were approved later are not covered; null if all are.</param>
/// <param name="Steps">On which day after its end each stage begins.</param>
/// <param name="Reason">Why it was suspended or revoked; empty if it was not.</param>
public sealed record LicenseResponse(
    long Id, string Module, string Organization, OfferTier Tier, LicenseOrigin Origin, LicenseState State, LicenseStage Stage, int? Sites, DateTime StartsAt,
    DateTime? ExpiresAt, DateTime? UpdatesUntil, EndSteps Steps, string Reason)
{
    internal static LicenseResponse Of(LicenseRow row, DateTime now) => new(
        row.Id, row.PackageId, row.Organization, row.Tier, row.Origin, row.State, row.Life.StageAt(now), row.Sites, row.StartsAt, row.ExpiresAt,
        row.UpdatesUntil, row.Steps, row.Reason);
}

/// <param name="Features">What it allows: a feature, or so many of something.</param>
public sealed record LicenseFacts(LicenseResponse License, IReadOnlyList<LicensedFeature> Features);

/// <param name="Key">The license key, hyphens and case do not matter.</param>
/// <param name="Module">The package id of the module that asks; null if that does not matter.</param>
/// <param name="Version">The release that asks, to be judged by the release window; null if that does not matter.</param>
public sealed record KeyBody(string Key, string? Module, string? Version);

/// <param name="Verdict">One of docs/licensing.md.</param>
/// <param name="License">Null where the verdict is <c>NotFound</c>.</param>
public sealed record KeyVerdictResponse(LicenseVerdict Verdict, LicenseFacts? License);

internal static class LicensesResource
{
    public static void MapKeyResource(this IEndpointRouteBuilder api) => api.MapPost("/licenses/validate", ValidateAsync).WithName("validate-license")
        .WithTags("Licenses").WithSummary("How the license of a key stands, for anyone who holds the key. It changes nothing.");

    private static async Task<Ok<KeyVerdictResponse>> ValidateAsync(KeyBody body, LicenseKeys keys, TimeProvider clock, CancellationToken cancel)
    {
        var answer = await keys.ValidateAsync(new(body.Key ?? "", body.Module, body.Version), cancel);
        return TypedResults.Ok(new KeyVerdictResponse(
            answer.Verdict, answer.License is { } view ? new(LicenseResponse.Of(view.License, clock.UtcNow), view.Features) : null));
    }

    public static void MapLicenseResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/licenses", ListAsync).WithName("licenses").WithSummary("Licenses of your organizations, the newest first, 100 on a page.");
        api.MapGet("/licenses/{id:long}", ReadAsync).WithName("license").WithSummary("A license and what it allows.").ProducesProblem(404);
        api.MapGet("/sites/{site:long}/licenses/{id}", LicensingSetup.FileAsync).WithName("license-file")
            .WithSummary("The signed license file of a module for a site; docs/licensing.md describes it.")
            .Produces(200, contentType: "text/plain").ProducesProblem(404);
    }

    private static async Task<Results<Ok<PageResponse<LicenseResponse>>, ProblemHttpResult>> ListAsync(
        [Description("From 1.")] int? page, LicenseQueries licenses, TimeProvider clock, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : TypedResults.Ok(ApiResults.Page(
            context, await licenses.OwnAsync(context.User.Actor, ListQuery.First with { Page = page ?? 1, Size = Paging.MaxSize }, context.RequestAborted),
            row => LicenseResponse.Of(row, clock.UtcNow)));

    private static async Task<Results<Ok<LicenseFacts>, ProblemHttpResult>> ReadAsync(
        long id, LicenseQueries licenses, TimeProvider clock, HttpContext context) =>
        await licenses.ReadAsync(context.User.Actor, id, context.RequestAborted) is { } view
            ? TypedResults.Ok(new LicenseFacts(LicenseResponse.Of(view.License, clock.UtcNow), view.Features))
            : ApiResults.NotFound("license", $"There is no license {id} of yours.", "GET /api/v1/licenses lists those that there are.");
}
