using System.ComponentModel;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Portal.Sites;
using Marketplace.Resolution;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Planning;

/// <summary>What is requested, in one plan. Each module is an id, or <c>id@version</c> for exactly that version.</summary>
/// <param name="Install">Modules to put in.</param>
/// <param name="Update">Installed modules to bring to the newest version that fits.</param>
/// <param name="Uninstall">Modules to take away.</param>
/// <param name="Forget">Of the modules that go, those whose data is given up. It stays for rollbacks, and goes with the last revision that had them.</param>
/// <param name="Hold">Modules that stay as they are, or do not come.</param>
/// <param name="Everything">Updates every module of the site.</param>
/// <param name="Dependents">Takes away too what needs the removed modules.</param>
/// <param name="Revision">Takes up this kept revision again; then nothing else may be requested.</param>
public record PlanRequest(
    string[]? Install = null, string[]? Update = null, string[]? Uninstall = null, string[]? Forget = null, string[]? Hold = null,
    bool Everything = false, bool Dependents = false, int? Revision = null)
{
    internal static PlanRequest Of(ChangeRequest request)
    {
        var parts = ChangeRequestText.Parts(request).ToLookup(part => part.Name, part => part.Value);
        return new(
            [.. parts["install"]], [.. parts["update"]], [.. parts["uninstall"]], [.. parts["forget"]], [.. parts["hold"]],
            request.Everything, request.WithDependents);
    }

    internal ChangeRequest? Read() => ChangeRequestText.Read(
    [
        .. (Install ?? []).Select(id => ("install", id)),
        .. (Update ?? []).Select(id => ("update", id)),
        .. (Uninstall ?? []).Select(id => ("uninstall", id)),
        .. (Forget ?? []).Select(id => ("forget", id)),
        .. (Hold ?? []).Select(id => ("hold", id)),
        ("everything", Everything ? "true" : ""),
        ("dependents", Dependents ? "true" : ""),
    ]);
}

/// <param name="Plan">The hash of the plan that was looked at.</param>
/// <param name="KeepOthers">When modules fail their health checks, goes on with the others instead of none.</param>
public sealed record StartRequest(string Plan, bool KeepOthers = false) : PlanRequest;

/// <param name="Hash">Names the plan by everything it rests on; an operation is started with it.</param>
/// <param name="Changes">Every module that the site will have or lose.</param>
/// <param name="Licenses">
/// For each module that it brings and that is not free for everybody. With another verdict than <c>Valid</c> the plan cannot be started.
/// </param>
public sealed record PlanResponse(
    string Hash, string Title, string HostVersion, int FromRevision, int? Restores,
    IReadOnlyList<PlanChange> Changes, IReadOnlyList<PlanLicense> Licenses);

public sealed record StartedResponse(long Operation, string Address);

internal static class PlansResource
{
    public static ProblemHttpResult NoWish => ApiResults.Problem(
        400, "change-request", "Nothing is requested, or a version cannot be read.",
        "Name modules under install, update or uninstall, such as Acme.Shop or Acme.Shop@2.0.0, or set everything; "
        + "revision goes back on one site.");

    public static ProblemHttpResult PlanChanged => ApiResults.Problem(
        409, "plan-changed", "The site or the catalog is no longer what the plan was made for.",
        "Plan again, look at it, and start that.");

    public static void MapPlanResource(this IEndpointRouteBuilder api)
    {
        api.MapPost("/sites/{id}/plans", PlanAsync)
            .WithName("plan")
            .WithSummary("Plans what is requested, or says why it cannot be and what could. Changes nothing.")
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapPost("/sites/{id}/operations", StartAsync)
            .WithName("start")
            .WithSummary("Carries a plan out. The same plan twice is one operation.")
            .Produces<StartedResponse>(202)
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static async Task<Results<Ok<PlanResponse>, ProblemHttpResult>> PlanAsync(
        [Description("The site's number.")] long id, PlanRequest request, Planner planner, HttpContext context)
    {
        var outcome = await OutcomeAsync(id, request, planner, context);
        return outcome is PlanOutcome.Ready ready ? TypedResults.Ok(Item(ready)) : Problem(id, outcome);
    }

    /// <summary>Null where nothing is requested.</summary>
    public static async Task<PlanOutcome?> OutcomeAsync(long site, PlanRequest request, Planner planner, HttpContext context) => request switch
    {
        { Revision: { } revision } => await planner.RollBackAsync(context.User.Actor, site, revision, context.RequestAborted),
        _ when request.Read() is { } read => await planner.PlanAsync(context.User.Actor, site, read, context.RequestAborted),
        _ => null,
    };

    public static PlanResponse Item(PlanOutcome.Ready ready) => new(
        ready.Hash, ready.Title, ready.Document.HostVersion, ready.Document.FromRevision, ready.Document.Restores,
        ready.Document.Changes, ready.Document.Licenses ?? []);

    private static async Task<Results<Accepted<StartedResponse>, ProblemHttpResult>> StartAsync(
        [Description("The site's number.")] long id, StartRequest start, OperationCommands operations, HttpContext context)
    {
        var actor = context.User.Actor;
        var outcome = start switch
        {
            { Revision: { } revision } => await operations.RollBackAsync(actor, id, revision, start.Plan, context.RequestAborted),
            _ when start.Read() is { } request => await operations.StartAsync(actor, id, request, start.Plan, start.KeepOthers, context.RequestAborted),
            _ => null,
        };
        return outcome switch
        {
            StartOutcome.Started { OperationId: var operation } => TypedResults.Accepted(
                $"{PortalUrls.Api}/operations/{operation}", new StartedResponse(operation, $"{PortalUrls.Api}/operations/{operation}")),
            StartOutcome.PlanChanged => PlanChanged,
            StartOutcome.Unlicensed unlicensed => ApiResults.Problem(
                409, "license", string.Join(' ', unlicensed.Problems),
                "Ask for a license on the module's page, or plan without it; the plan says what each costs."),
            null => Problem(id, null),
            _ => SitesResource.NoSite(id),
        };
    }

    public static ProblemHttpResult Problem(long site, PlanOutcome? outcome) => outcome switch
    {
        null => NoWish,
        PlanOutcome.NothingToDo nothing => ApiResults.Problem(409, "nothing-to-do", nothing.Sentence, "There is nothing to carry out."),
        PlanOutcome.Refused refused => TypedResults.Problem(
            refused.WaysOut.Count > 0 ? "Choose one of the ways out." : "ChangeRequest for something else.",
            statusCode: 409, title: refused.Sentence, type: "urn:marketplace:api.conflict",
            extensions: new Dictionary<string, object?>
            {
                ["code"] = "api.conflict",
                ["reasons"] = ValidationResource.Reasons(refused.Story),
                ["waysOut"] = ValidationResource.Ways(refused.WaysOut),
            }),
        _ => SitesResource.NoSite(site),
    };
}
