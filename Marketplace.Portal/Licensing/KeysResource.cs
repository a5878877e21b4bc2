using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Licensing.Metering;
using Marketplace.Modules;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Licensing;

/// <param name="Key">The license key, hyphens and case do not matter.</param>
/// <param name="Module">The package id of the module that asks; null if that does not matter.</param>
/// <param name="Version">The release that asks, to be judged by the release window; null if that does not matter.</param>
public sealed record KeyBody(string Key, string? Module, string? Version);

/// <param name="Verdict">One of docs/licensing.md.</param>
/// <param name="License">Null where the verdict is <c>NotFound</c>.</param>
public sealed record KeyVerdictResponse(LicenseVerdict Verdict, LicenseFacts? License);

/// <param name="Key">The license key.</param>
/// <param name="Fingerprint">What tells this installation from any other, the same each time; 1 to 100 characters.</param>
/// <param name="Name">What people call it, at most 100 characters; empty for its fingerprint.</param>
/// <param name="Module">The package id of the module that asks; null if that does not matter.</param>
/// <param name="Version">The release that asks; null if that does not matter.</param>
public sealed record ActivateBody(string Key, string Fingerprint, string? Name, string? Module, string? Version);

/// <param name="Key">The license key.</param>
/// <param name="Fingerprint">Of the installation that gives its place free.</param>
public sealed record DeactivateBody(string Key, string Fingerprint);

/// <param name="LeasedUntil">By when to activate again; null where it keeps its place until it is deactivated.</param>
/// <param name="DeactivatedAt">Null while it is not.</param>
/// <param name="IsActive">It takes a place of the license now.</param>
public sealed record ActivationResponse(
    long Id, string Fingerprint, string Name, DateTime ActivatedAt, DateTime SeenAt, DateTime? LeasedUntil, DateTime? DeactivatedAt, bool IsActive)
{
    internal static ActivationResponse? Of(ActivationRow? row) => row is null ? null : new(
        row.Id, row.Fingerprint, row.Name, row.ActivatedAt, row.SeenAt, row.LeasedUntil, row.DeactivatedAt, row.IsActive);
}

/// <param name="Verdict">One of docs/licensing.md; <c>TooManySites</c> where all places are taken.</param>
/// <param name="Activation">Null where there is none.</param>
public sealed record ActivationVerdictResponse(LicenseVerdict Verdict, ActivationResponse? Activation, LicenseFacts? License);

/// <param name="Key">The license key.</param>
/// <param name="Report">A number of its own for this use: sent again it changes nothing.</param>
/// <param name="Quantity">The name of a quantity of the offer, or of an entitlement with a limit.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="At">When, in UTC, at most 62 days ago; null for now.</param>
public sealed record UsageBody(string Key, Guid Report, string Quantity, long Count, DateTimeOffset? At);

/// <param name="Included">So many a month are included or allowed; null for no limit.</param>
/// <param name="Used">This month (UTC), by all of the organization's installations together.</param>
/// <param name="Over">How many of them go beyond what is included.</param>
/// <param name="IsMetered">What goes beyond is paid for; otherwise it is not allowed.</param>
public sealed record QuantityResponse(string Quantity, string Unit, long? Included, long Used, long Over, bool IsMetered)
{
    internal static QuantityResponse Of(QuantityUse use) => new(use.Name, use.Unit, use.Included, use.ThisMonth, use.Over, use.IsMetered);
}

/// <param name="Verdict">How the license stands; what was used counts whatever it is, but <c>NotFound</c>.</param>
/// <param name="Usage">Null where the verdict is <c>NotFound</c>.</param>
public sealed record UsageVerdictResponse(LicenseVerdict Verdict, QuantityResponse? Usage);

/// <summary>What a license key opens, for programs that no marketplace delivers to. Whoever holds the key may ask.</summary>
internal static class KeysResource
{
    public static void MapKeyResource(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/licenses").WithTags("Licenses");
        keys.MapPost("/validate", ValidateAsync).WithName("validate-license")
            .WithSummary("How the license of a key stands, for anyone who holds the key. It changes nothing.");
        keys.MapPost("/activate", ActivateAsync).WithName("activate-license").ProducesProblem(400)
            .WithSummary("Takes a place of a license for an installation, or keeps the one it has. Of a floating license it is a lease, renewed the same way.");
        keys.MapPost("/deactivate", DeactivateAsync).WithName("deactivate-license").ProducesProblem(400)
            .WithSummary("Gives the place of an installation free.");
        keys.MapPost("/usage", UseAsync).WithName("report-usage").ProducesProblem(400)
            .WithSummary("Counts what was used of a quantity. The same report again changes nothing.");
    }

    private static async Task<Ok<KeyVerdictResponse>> ValidateAsync(KeyBody body, LicenseKeys keys, TimeProvider clock, CancellationToken cancel)
    {
        var answer = await keys.ValidateAsync(new(body.Key ?? "", body.Module, body.Version), cancel);
        return TypedResults.Ok(new KeyVerdictResponse(answer.Verdict, Facts(answer.License, clock)));
    }

    private static async Task<Results<Ok<ActivationVerdictResponse>, ProblemHttpResult>> ActivateAsync(
        ActivateBody body, KeyActivations activations, TimeProvider clock, HttpContext context)
    {
        var asked = new KeyActivation(new(body.Key ?? "", body.Module, body.Version), body.Fingerprint ?? "", body.Name ?? "");
        return asked.Problem is { } problem ? Refusal(problem)
            : Answer(await activations.ActivateAsync(asked, context.RequestAborted), clock);
    }

    private static async Task<Results<Ok<ActivationVerdictResponse>, ProblemHttpResult>> DeactivateAsync(
        DeactivateBody body, KeyActivations activations, TimeProvider clock, HttpContext context) =>
        new KeyActivation(new(body.Key ?? "", null, null), body.Fingerprint ?? "", "").Problem is { } problem ? Refusal(problem)
            : Answer(await activations.DeactivateAsync(body.Key ?? "", body.Fingerprint!, context.RequestAborted), clock);

    private static async Task<Results<Ok<UsageVerdictResponse>, ProblemHttpResult>> UseAsync(
        UsageBody body, KeyUsage usage, TimeProvider clock, HttpContext context)
    {
        var at = body.At?.UtcDateTime ?? clock.UtcNow;
        var answer = await usage.RecordAsync(body.Key ?? "", new(body.Report, "", body.Quantity ?? "", body.Count, at, at), context.RequestAborted);
        return answer.Refusal is { } problem ? Refusal(problem)
            : TypedResults.Ok(new UsageVerdictResponse(answer.Verdict, answer.Use is { } use ? QuantityResponse.Of(use) : null));
    }

    private static Ok<ActivationVerdictResponse> Answer(ActivationAnswer answer, TimeProvider clock) =>
        TypedResults.Ok(new ActivationVerdictResponse(answer.Verdict, ActivationResponse.Of(answer.Activation), Facts(answer.License, clock)));

    private static LicenseFacts? Facts(LicenseView? view, TimeProvider clock) =>
        view is null ? null : new(LicenseResponse.Of(view.License, clock.UtcNow), view.Features);

    private static ProblemHttpResult Refusal(string problem) =>
        ApiResults.Problem(400, "license.body", problem, "docs/licensing.md says what is sent.");
}
