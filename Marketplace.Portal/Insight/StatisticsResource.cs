using System.ComponentModel;
using Marketplace.Insight;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Insight;

/// <summary>Percentiles of durations, in milliseconds.</summary>
/// <param name="Count">Of how many.</param>
public sealed record DurationResponse(int Count, long P50, long P95);

public sealed record StepDurationResponse(string Kind, DurationResponse Duration);

/// <param name="Category">Such as <c>HealthCheck</c>; <c>Others</c> for those of too few clients to be named apart.</param>
public sealed record CauseResponse(string Category, int Operations);

public sealed record DayResponse(DateOnly Day, int Succeeded, int Failed);

/// <summary>How the operations of some days went.</summary>
/// <param name="Withheld">There were some, but of fewer than three clients; then all numbers are 0.</param>
/// <param name="SuccessRate">From 0 to 1; null where nothing ended.</param>
/// <param name="FirstAttemptRate">The share that succeeded without a second attempt; null where nothing ended.</param>
/// <param name="FailedByModule">Of the failed, those in which a step of the module itself failed; null where it is not about one module.</param>
/// <param name="Duration">From the start to the end of those that were done.</param>
/// <param name="Days">By day, oldest first; empty for publishers.</param>
public sealed record StatisticsResponse(
    int OverDays, bool Withheld, int Succeeded, int Failed, int Cancelled, int AtFirstAttempt,
    double? SuccessRate, double? FirstAttemptRate, int? FailedByModule,
    DurationResponse? Duration, IReadOnlyList<StepDurationResponse> Steps, IReadOnlyList<CauseResponse> Causes, IReadOnlyList<DayResponse> Days);

internal static class StatisticsResource
{
    private const string Over = "Over how many days, today included: 7, 30 or 90; 30 if it is left away.";

    public static void MapStatisticsResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/statistics", AllAsync)
            .WithName("statistics")
            .WithSummary("How operations on all sites went; for operators who are signed in.");
        api.MapGet("/sites/statistics", OwnAsync)
            .WithName("site-statistics")
            .WithSummary("How operations on your sites went.")
            .ProducesProblem(404);
        api.MapGet("/modules/{id}/statistics", ModuleAsync)
            .WithName("module-statistics")
            .WithSummary("How operations with a module of yours went, on all sites; no client is named.")
            .ProducesProblem(404);
    }

    public static ProblemHttpResult NotOperator() =>
        ApiResults.Problem(403, "operator", "Only operators see all sites.", "Sign in as an operator; API keys are never staff.");

    public static ProblemHttpResult NoClient() => ApiResults.NotFound(
        "organization", "There is no such client organization of yours.", "Leave organization away for all of yours.");

    public static ProblemHttpResult NotYours(string id) => ApiResults.NotFound(
        "module", $"There is no module “{id}” of your organization.", "Use a key of the organization that publishes it.");

    private static Task<Results<Ok<StatisticsResponse>, ProblemHttpResult>> AllAsync(
        [Description(Over)] int? days, OperationStatistics statistics, HttpContext context) =>
        AnswerAsync(context, statistics, new StatisticsScope.AllSites(), days, NotOperator);

    private static Task<Results<Ok<StatisticsResponse>, ProblemHttpResult>> OwnAsync(
        [Description(Over)] int? days,
        [Description("The number of one of your organizations.")] long? organization,
        OperationStatistics statistics, HttpContext context) =>
        AnswerAsync(context, statistics, new StatisticsScope.OfClient(organization), days, NoClient);

    private static Task<Results<Ok<StatisticsResponse>, ProblemHttpResult>> ModuleAsync(
        [Description("The package id.")] string id, [Description(Over)] int? days, OperationStatistics statistics, HttpContext context) =>
        AnswerAsync(context, statistics, new StatisticsScope.OfModule(id), days, () => NotYours(id));

    private static async Task<Results<Ok<StatisticsResponse>, ProblemHttpResult>> AnswerAsync(
        HttpContext context, OperationStatistics statistics, StatisticsScope scope, int? days, Func<ProblemHttpResult> refusal) =>
        days is { } asked && !OperationStatistics.Spans.Contains(asked)
            ? ApiResults.Problem(
                400, "days", $"There are no statistics over {asked} days.", $"Ask for {string.Join(", ", OperationStatistics.Spans)}.")
        : await statistics.ReadAsync(context.User.Actor, scope, days ?? 30, context.RequestAborted) is { } figures ? TypedResults.Ok(Item(figures))
        : refusal();

    private static StatisticsResponse Item(OperationFigures f) => new(
        f.Days, f.IsWithheld, f.Succeeded, f.Failed, f.Cancelled, f.AtFirstAttempt, f.SuccessRate, f.FirstAttemptRate, f.FailedByModule, Duration(f.Whole),
        [.. f.Steps.Select(s => new StepDurationResponse($"{s.Kind}", Duration(s.Duration)!))],
        [.. f.Causes.Select(c => new CauseResponse(c.Category is { } category ? $"{category}" : "Others", c.Operations))],
        [.. f.ByDay.Select(d => new DayResponse(d.Day, d.Succeeded, d.Failed))]);

    private static DurationResponse? Duration(DurationFigure? duration) => duration is null
        ? null
        : new(duration.Count, (long)duration.P50.TotalMilliseconds, (long)duration.P95.TotalMilliseconds);
}
