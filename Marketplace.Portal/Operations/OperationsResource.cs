using System.ComponentModel;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Live;
using Marketplace.Operations;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Operations;

public sealed record OperationResponse(long Id, string Title, long Site, string RequestedBy, string State, DateTime QueuedAt, DateTime? EndedAt);

/// <param name="Kind">What is done, such as <c>Fetch</c>.</param>
/// <param name="Module">Of which module; null for the site as a whole.</param>
/// <param name="Bytes">How many have come, of <paramref name="TotalBytes"/>; 0 where a step moves none.</param>
public sealed record StepResponse(string Kind, string? Module, string State, string? Detail, DateTime? StartedAt, DateTime? EndedAt, long Bytes,
    long TotalBytes);

public sealed record LogLineResponse(DateTime At, bool IsWarning, string Text);

/// <param name="Category">Such as <c>HealthCheck</c>.</param>
/// <param name="RetryAt">When it is retried; null where it is not.</param>
/// <param name="Unwell">The modules that it failed for.</param>
/// <param name="ContinuedBy">The operation that went on with the others.</param>
public sealed record FailureResponse(string Category, string Sentence, string Remedy, DateTime? RetryAt, IReadOnlyList<string> Unwell, long? ContinuedBy);

/// <param name="Approved">Whether it may go on; else it ends.</param>
/// <param name="Reason">Why not, in at most 300 characters.</param>
public sealed record ApprovalResponse(bool Approved, string? Reason = null);

/// <param name="State"><c>AwaitingApproval</c>, <c>AwaitingRing</c>, <c>Queued</c>, <c>Running</c>, <c>Done</c>, <c>Failed</c> or <c>Cancelled</c>.</param>
public sealed record OperationFacts(
    long Id, string Title, long Site, string RequestedBy, string State, int FromRevision, int? ToRevision,
    DateTime QueuedAt, DateTime? StartedAt, DateTime? EndedAt,
    bool CanCancel, FailureResponse? Failure, IReadOnlyList<StepResponse> Steps);

internal static class OperationsResource
{
    private static readonly TimeSpan Recheck = TimeSpan.FromMinutes(1);

    public static void MapOperationResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/operations", ListAsync)
            .WithName("operations")
            .WithSummary("The operations on your sites, newest first.");
        api.MapGet("/operations/{id}", ReadAsync)
            .WithName("operation")
            .WithSummary("How far an operation is.")
            .ProducesProblem(404);
        api.MapGet("/operations/{id}/log", LogAsync)
            .WithName("operation-log")
            .WithSummary("Every line that an operation wrote down, oldest first.")
            .ProducesProblem(404);
        api.MapGet("/operations/{id}/events", FollowAsync)
            .WithName("operation-events")
            .WithSummary("How far an operation is, as server-sent events: each time that changes and at least once a minute. "
                + "Ends with the operation, or when the key stops working.")
            .ProducesProblem(404);
    }

    public static void MapOperationCommands(this IEndpointRouteBuilder api)
    {
        api.MapDelete("/operations/{id}", CancelAsync)
            .WithName("cancel")
            .WithSummary("Asks an operation to stop. It can be until it switches the site.")
            .Produces(202)
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapPut("/operations/{id}/approval", ApproveAsync)
            .WithName("approval")
            .WithSummary("Approves or declines what another member confirmed on a site that asks for that.")
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static ProblemHttpResult NoOperation(long id) => ApiResults.NotFound(
        "operation", $"There is no operation {id} on a site of yours.", "GET /api/v1/operations lists those that there are.");

    private static async Task<Results<Ok<PageResponse<OperationResponse>>, ProblemHttpResult>> ListAsync(
        [Description("The page, from 1.")] int? page, OperationQueries queries, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : TypedResults.Ok(ApiResults.Page(
            context, await queries.ListAsync(context.User.Actor, ListQuery.First with { Page = page ?? 1 }, context.RequestAborted),
            row => new OperationResponse(row.Id, row.Title, row.SiteId, row.RequestedBy, $"{row.State}", row.QueuedAt, row.EndedAt)));

    private static async Task<Results<Ok<OperationFacts>, ProblemHttpResult>> ReadAsync(
        [Description("Its number.")] long id, OperationQueries queries, HttpContext context) =>
        await queries.ReadAsync(context.User.Actor, id, context.RequestAborted) is { } operation ? TypedResults.Ok(Facts(operation)) : NoOperation(id);

    private static async Task<Results<Ok<PageResponse<LogLineResponse>>, ProblemHttpResult>> LogAsync(
        [Description("Its number.")] long id,
        [Description("The page, from 1.")] int? page,
        [Description("How many lines on a page, 1 to 100; 100 if it is left away.")] int? size,
        OperationQueries queries, HttpContext context) =>
        ApiResults.Refusal(page, size) is { } refusal ? refusal
        : await queries.LogAsync(context.User.Actor, id, page ?? 1, size ?? Paging.MaxSize, context.RequestAborted) is { } lines
            ? TypedResults.Ok(ApiResults.Page(context, lines, l => new LogLineResponse(l.At, l.IsWarning, l.Text)))
        : NoOperation(id);

    private static async Task<Results<ServerSentEventsResult<OperationFacts>, ProblemHttpResult>> FollowAsync(
        [Description("Its number.")] long id, OperationQueries queries, ApiKeys keys, LiveFeed feed, TimeProvider clock, HttpContext context) =>
        await queries.ReadAsync(context.User.Actor, id, context.RequestAborted) is null ? NoOperation(id)
            : TypedResults.ServerSentEvents(ChangesAsync(id, context.User.Actor, queries, keys, feed, clock, context.RequestAborted));

    // Listens before it reads, so that no change falls between; several changes at once are one event. Each event asks again who may read,
    // and there is one a minute, so that a stream does not outlive its key, session or membership.
    private static async IAsyncEnumerable<SseItem<OperationFacts>> ChangesAsync(
        long id, Actor actor, OperationQueries queries, ApiKeys keys, LiveFeed feed, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancel)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        changes.Writer.TryWrite(true);
        using var subscription = feed.Subscribe(LiveTopic.Operation(id), () =>
        {
            changes.Writer.TryWrite(true);
            return Task.CompletedTask;
        });
        await using var timer = clock.CreateTimer(_ => changes.Writer.TryWrite(true), null, Recheck, Recheck);
        while (await changes.Reader.ReadAsync(cancel)
            && (actor.ApiKeyId is not { } key || await keys.WorksAsync(key, cancel))
            && await queries.ReadAsync(actor, id, cancel) is { } operation)
        {
            yield return new(Facts(operation), "operation");
            if (operation.EndedAt is not null)
            {
                yield break;
            }
        }
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> CancelAsync(
        [Description("Its number.")] long id, OperationCommands operations, OperationQueries queries, HttpContext context) =>
        await operations.CancelAsync(context.User.Actor, id, context.RequestAborted) ? TypedResults.Accepted($"{PortalUrls.Api}/operations/{id}")
        : await queries.ReadAsync(context.User.Actor, id, context.RequestAborted) is null ? NoOperation(id)
        : ApiResults.Problem(409, "too-late", "The operation has switched the site, or has ended.", "Plan a rollback instead.");

    private static async Task<Results<NoContent, ProblemHttpResult>> ApproveAsync(
        [Description("Its number.")] long id, ApprovalResponse approval, Approvals approvals, HttpContext context) =>
        await (approval.Approved
            ? approvals.ApproveAsync(context.User.Actor, id, context.RequestAborted)
            : approvals.DeclineAsync(context.User.Actor, id, approval.Reason ?? "", context.RequestAborted)) switch
        {
            ApprovalOutcome.Done => TypedResults.NoContent(),
            ApprovalOutcome.NotFound => NoOperation(id),
            ApprovalOutcome.Own => ApiResults.Problem(
                409, "own-plan", "You asked for this operation.", "Another member of the organization has to approve it."),
            _ => ApiResults.Problem(
                409, "not-awaited", "The operation does not wait for approval, or no longer.",
                "Read the operation to see what became of it."),
        };

    private static OperationFacts Facts(OperationDetail o) => new(
        o.Id, o.Title, o.SiteId, o.RequestedBy, $"{o.State}", o.FromRevision, o.ToRevision, o.QueuedAt, o.StartedAt, o.EndedAt, o.CanCancel,
        o.Failure is { } failure ? new($"{failure.Category}", failure.Sentence, failure.Remedy, failure.RetryAt, failure.Unwell, failure.ContinuedById) : null,
        [.. o.Steps.Select(s => new StepResponse($"{s.Kind}", s.PackageId, $"{s.State}", s.Detail, s.StartedAt, s.EndedAt, s.Bytes, s.TotalBytes))]);
}
