using System.ComponentModel;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Planning;
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

/// <param name="Site">The number of the site; null for what the key activated.</param>
/// <param name="Activation">The number of the activation by key; null for a site.</param>
/// <param name="Fingerprint">What tells it from a copy; empty where it does not say.</param>
/// <param name="SeenAt">When it last asked; null where the marketplace writes the site's folder.</param>
/// <param name="EndedAt">Since when it was deactivated, or its lease has run out; null while it is active.</param>
/// <param name="Counts">It takes a place of the license now.</param>
public sealed record LicenseUseResponse(
    long? Site, long? Activation, string Name, string Fingerprint, DateTime? Since, DateTime? SeenAt, DateTime? LeasedUntil, DateTime? EndedAt, bool Counts);

/// <param name="Allowed">On how many sites all licenses of the module count together; null for all.</param>
/// <param name="Used">How many use one now, or are about to.</param>
public sealed record LicenseUsesResponse(int? Allowed, int Used, IReadOnlyList<LicenseUseResponse> Uses, IReadOnlyList<QuantityResponse> Quantities);

internal static class LicensesResource
{
    public static void MapLicenseResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/licenses", ListAsync).WithName("licenses").WithSummary("Licenses of your organizations, the newest first, 100 on a page.");
        api.MapGet("/licenses/{id:long}", ReadAsync).WithName("license").WithSummary("A license and what it allows.").ProducesProblem(404);
        api.MapGet("/sites/{site:long}/licenses/{id}", LicensingSetup.FileAsync).WithName("license-file")
            .WithSummary("The signed license file of a module for a site; docs/licensing.md describes it.")
            .Produces(200, contentType: "text/plain").ProducesProblem(404);
        api.MapGet("/licenses/{id:long}/uses", UsesAsync).WithName("license-uses")
            .WithSummary("Where a license is in use: sites, and what its key activated; and how much of what it meters or limits.").ProducesProblem(404);
    }

    public static void MapActivationResource(this IEndpointRouteBuilder api)
    {
        api.MapPut("/sites/{site:long}/licenses/{id}/activation", ActivateAsync).WithName("activate-on-site").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("A module that was deactivated on a site uses your license there again, if there is room.");
        api.MapDelete("/sites/{site:long}/licenses/{id}/activation", DeactivateAsync).WithName("deactivate-on-site").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("A module is turned off on a site and its place is free for another; it and its data stay.");
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

    private static async Task<Results<Ok<LicenseUsesResponse>, ProblemHttpResult>> UsesAsync(long id, LicenseUses licenses, HttpContext context) =>
        await licenses.ReadAsync(context.User.Actor, id, context.RequestAborted) is { IsOwn: true } detail
            ? TypedResults.Ok(new LicenseUsesResponse(
                detail.Allowed, detail.Used,
                [.. detail.Uses.Select(use => new LicenseUseResponse(
                    use.SiteId, use.ActivationId, use.Name, use.Fingerprint, use.Since, use.SeenAt, use.LeasedUntil, use.EndedAt, use.Counts))],
                [.. detail.Quantities.Select(QuantityResponse.Of)]))
            : ApiResults.NotFound("license", $"There is no license {id} of yours.", "GET /api/v1/licenses lists those that there are.");

    private static async Task<Results<NoContent, ProblemHttpResult>> ActivateAsync(long site, string id, SiteActivations activations, HttpContext context) =>
        Answer(site, id, await activations.ActivateAsync(context.User.Actor, site, id, context.RequestAborted));

    private static async Task<Results<NoContent, ProblemHttpResult>> DeactivateAsync(long site, string id, SiteActivations activations, HttpContext context) =>
        Answer(site, id, await activations.DeactivateAsync(context.User.Actor, site, id, context.RequestAborted));

    private static Results<NoContent, ProblemHttpResult> Answer(long site, string id, LicenseOutcome outcome) => outcome switch
    {
        LicenseOutcome.Done => TypedResults.NoContent(),
        LicenseOutcome.Invalid refused => ApiResults.Problem(
            409, "license.activation", refused.Problem, "GET /api/v1/licenses/{id}/uses says where it is in use."),
        _ => ApiResults.NotFound("license", $"There is no license of {id} that site {site} of yours uses.", "The site must have the module."),
    };
}
