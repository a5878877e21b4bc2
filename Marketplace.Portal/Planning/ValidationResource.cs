using System.ComponentModel;
using Marketplace.Planning;
using Marketplace.Resolution;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Planning;

/// <param name="Effect">What it would cost and change.</param>
/// <param name="ChangeRequest">What to request for instead; it can be planned as it is.</param>
public sealed record WayOutResponse(string Title, string Effect, PlanRequest Request);

/// <summary>Whether there is a plan for what is requested.</summary>
/// <param name="Verdict"><c>Possible</c>, <c>NothingToDo</c> or <c>Refused</c>.</param>
/// <param name="Sentence">Why there is no plan; null where there is one.</param>
/// <param name="Plan">The solution; null where there is none.</param>
/// <param name="Reasons">Who needs what, in order: why there is none, or why something else has to change too.</param>
/// <param name="WaysOut">What could be requested instead, best first; each has a plan.</param>
public sealed record ValidationResponse(string Verdict, string? Sentence, PlanResponse? Plan, IReadOnlyList<string> Reasons,
    IReadOnlyList<WayOutResponse> WaysOut);

internal static class ValidationResource
{
    public static void MapValidationResource(this IEndpointRouteBuilder api) =>
        api.MapPost("/sites/{id}/validation", ValidateAsync)
            .WithName("validate")
            .WithSummary("Says whether there is a plan for what is requested, with its solution or with why not and what could be "
                + "instead. Keeps nothing.")
            .ProducesProblem(404);

    private static async Task<Results<Ok<ValidationResponse>, ProblemHttpResult>> ValidateAsync(
        [Description("The site's number.")] long id, PlanRequest request, Planner planner, HttpContext context)
    {
        var outcome = await PlansResource.OutcomeAsync(id, request, planner, context);
        return outcome switch
        {
            PlanOutcome.Ready ready => TypedResults.Ok(new ValidationResponse(
                "Possible", null, PlansResource.Item(ready), Reasons(ready.Obstacle), Ways(ready.WaysOut))),
            PlanOutcome.NothingToDo nothing => TypedResults.Ok(new ValidationResponse("NothingToDo", nothing.Sentence, null, [], [])),
            PlanOutcome.Refused refused => TypedResults.Ok(new ValidationResponse(
                "Refused", refused.Sentence, null, Reasons(refused.Story), Ways(refused.WaysOut))),
            _ => PlansResource.Problem(id, outcome),
        };
    }

    public static string[] Reasons(IEnumerable<Fact> story) => [.. story.Select(fact => $"{fact.Module} {fact.Versions} {fact.Text}")];

    public static WayOutResponse[] Ways(IEnumerable<WayOut> ways) =>
        [.. ways.Select(way => new WayOutResponse(way.Title, way.Effect, PlanRequest.Of(way.Request)))];
}
