using System.ComponentModel;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Portal.Planning;
using Marketplace.Resolution;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Operations;

/// <param name="Site">Its number.</param>
/// <param name="Ring">From 1, which begins at once, to 10.</param>
public sealed record BatchSiteResponse(long Site, int Ring = 1);

/// <param name="Sites">From one to a hundred sites of one organization.</param>
public record BatchPlanRequest(IReadOnlyList<BatchSiteResponse>? Sites = null) : PlanRequest
{
    internal IReadOnlyList<BatchTarget> Targets => [.. (Sites ?? []).Select(site => new BatchTarget(site.Site, site.Ring))];
}

/// <param name="Plan">The hash of the batch that was looked at.</param>
/// <param name="MostFailures">When more operations than this have failed, the batch halts.</param>
/// <param name="KeepOthers">When modules fail their health checks on a site, goes on there with the others instead of none.</param>
public sealed record StartBatchRequest(string Plan, int MostFailures = 0, bool KeepOthers = false) : BatchPlanRequest;

/// <param name="Problem">Why nothing can be carried out there; null where something can.</param>
/// <param name="NeedsApproval">Another member has to approve it.</param>
public sealed record BatchSitePlanResponse(long Site, string Name, int Ring, string? Problem, bool NeedsApproval, IReadOnlyList<PlanChange> Changes);

/// <param name="Hash">Names the batch by everything it rests on; it is started with it.</param>
public sealed record BatchPlanResponse(string Hash, string Title, IReadOnlyList<BatchSitePlanResponse> Sites);

public sealed record StartedBatchResponse(long Batch, string Address);

public sealed record BatchResponse(long Id, string Title, string State, string CreatedBy, DateTime CreatedAt, int Operations, int Done, int Failed);

public sealed record BatchOperationResponse(long Operation, long Site, string Name, int Ring, string State, string? Failure);

/// <param name="State"><c>Running</c>, <c>Done</c> or <c>Halted</c>.</param>
/// <param name="Reason">Why it halted.</param>
/// <param name="Ring">The ring that began last, of <paramref name="Rings"/>.</param>
public sealed record BatchFacts(
    long Id, string Title, string State, string? Reason, int Ring, int Rings, int MostFailures,
    string CreatedBy, DateTime CreatedAt, DateTime? EndedAt, IReadOnlyList<BatchOperationResponse> Operations);

internal static class BatchesResource
{
    public static void MapBatchResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/batches", ListAsync).WithName("batches").WithSummary("The newest ten batches of your organizations.");
        api.MapGet("/batches/{id}", ReadAsync).WithName("batch").WithSummary("How far a batch is, site by site.").ProducesProblem(404);
    }

    public static void MapBatchCommands(this IEndpointRouteBuilder api)
    {
        api.MapPost("/batches/plans", PlanAsync)
            .WithName("plan-batch")
            .WithSummary("Plans one request for many sites, with what would be done on each or why nothing. Changes nothing.");
        api.MapPost("/batches", StartAsync)
            .WithName("start-batch")
            .WithSummary("Carries a batch out, ring after ring.")
            .Produces<StartedBatchResponse>(202)
            .ProducesProblem(409);
        api.MapDelete("/batches/{id}", HaltAsync)
            .WithName("halt-batch")
            .WithSummary("Stops what has not begun.")
            .Produces(202)
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static async Task<Ok<BatchResponse[]>> ListAsync(BatchQueries queries, HttpContext context) =>
        TypedResults.Ok((await queries.ListAsync(context.User.Actor, ListQuery.First with { Size = 10 }, context.RequestAborted)).Rows
            .Select(b => new BatchResponse(b.Id, b.Title, $"{b.State}", b.CreatedBy, b.CreatedAt, b.Operations, b.Done, b.Failed))
            .ToArray());

    private static async Task<Results<Ok<BatchFacts>, ProblemHttpResult>> ReadAsync(
        [Description("Its number.")] long id, BatchQueries queries, HttpContext context) =>
        await queries.ReadAsync(context.User.Actor, id, context.RequestAborted) is { } b
            ? TypedResults.Ok(new BatchFacts(
                b.Id, b.Title, $"{b.State}", b.Reason, b.Ring, b.Rings, b.MostFailures, b.CreatedBy, b.CreatedAt, b.EndedAt,
                [.. b.Operations.Select(o => new BatchOperationResponse(o.Id, o.SiteId, o.Site, o.Ring, $"{o.State}", o.Failure))]))
            : NoBatch(id);

    private static async Task<Results<Ok<BatchPlanResponse>, ProblemHttpResult>> PlanAsync(
        BatchPlanRequest request, BatchPlans plans, HttpContext context) => ChangeRequest(request) switch
    {
        null => PlansResource.NoWish,
        var read => await plans.PlanAsync(context.User.Actor, read, request.Targets, context.RequestAborted) switch
        {
            BatchPlanOutcome.Planned { Plan: var plan } => TypedResults.Ok(new BatchPlanResponse(plan.Hash, plan.Title, [.. plan.Sites.Select(SitePlan)])),
            BatchPlanOutcome.Invalid invalid => Invalid(invalid.Problem),
            var other => throw new InvalidOperationException($"{other}"),
        },
    };

    private static async Task<Results<Accepted<StartedBatchResponse>, ProblemHttpResult>> StartAsync(
        StartBatchRequest start, Batches batches, HttpContext context) => ChangeRequest(start) switch
    {
        null => PlansResource.NoWish,
        var request => await batches.StartAsync(
            context.User.Actor, request, start.Targets, start.MostFailures, start.KeepOthers, start.Plan, context.RequestAborted) switch
        {
            StartBatchOutcome.Started { BatchId: var id } => TypedResults.Accepted(Address(id), new StartedBatchResponse(id, Address(id))),
            StartBatchOutcome.Invalid invalid => Invalid(invalid.Problem),
            _ => PlansResource.PlanChanged,
        },
    };

    private static async Task<Results<Accepted, ProblemHttpResult>> HaltAsync(
        [Description("Its number.")] long id, Batches batches, BatchQueries queries, HttpContext context) =>
        await batches.HaltAsync(context.User.Actor, id, context.RequestAborted) ? TypedResults.Accepted(Address(id))
        : await queries.ReadAsync(context.User.Actor, id, context.RequestAborted) is null ? NoBatch(id)
        : ApiResults.Problem(409, "too-late", "The batch has ended, or moved on at this very moment.", "Read it to see how far it is.");

    // A revision is of one site only.
    private static ChangeRequest? ChangeRequest(BatchPlanRequest request) => request.Revision is null ? request.Read() : null;

    private static BatchSitePlanResponse SitePlan(SitePlan plan) => new(
        plan.SiteId, plan.Site, plan.Ring,
        plan.Outcome switch
        {
            PlanOutcome.NothingToDo nothing => nothing.Sentence,
            PlanOutcome.Refused refused => refused.Sentence,
            PlanOutcome.Ready => plan.Unlicensed,
            _ => "The site is no longer there.",
        },
        plan.NeedsApproval, plan.Ready?.Document.Changes ?? []);

    private static string Address(long id) => $"{PortalUrls.Api}/batches/{id}";

    private static ProblemHttpResult Invalid(string problem) =>
        ApiResults.Problem(400, "batch", problem, "Plan the batch again with sites that there are; GET /api/v1/sites lists them.");

    private static ProblemHttpResult NoBatch(long id) =>
        ApiResults.NotFound("batch", $"There is no batch {id} of yours.", "GET /api/v1/batches lists the newest.");
}
