using System.ComponentModel;
using Marketplace.Planning;
using Marketplace.Resolution;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Planning;

/// <param name="Effect">What it would cost and change.</param>
/// <param name="Wish">What to wish for instead; it can be planned as it is.</param>
public sealed record WayOutItem(string Title, string Effect, WishItem Wish);

/// <summary>Whether there is a plan for what is wished for.</summary>
/// <param name="Verdict"><c>Possible</c>, <c>NothingToDo</c> or <c>Refused</c>.</param>
/// <param name="Sentence">Why there is no plan; null where there is one.</param>
/// <param name="Plan">The solution; null where there is none.</param>
/// <param name="Reasons">Who needs what, in order: why there is none, or why something else has to change too.</param>
/// <param name="WaysOut">What could be wished for instead, best first; each has a plan.</param>
public sealed record ValidationItem(string Verdict, string? Sentence, PlanItem? Plan, IReadOnlyList<string> Reasons, IReadOnlyList<WayOutItem> WaysOut);

internal static class ValidationResource
{
    public static void MapValidationResource(this IEndpointRouteBuilder api) =>
        api.MapPost("/sites/{id}/validation", ValidateAsync)
            .WithName("validate")
            .WithSummary("Says whether there is a plan for what is wished for, with its solution or with why not and what could be "
                + "instead. Keeps nothing.")
            .ProducesProblem(404);

    private static async Task<Results<Ok<ValidationItem>, ProblemHttpResult>> ValidateAsync(
        [Description("The site's number.")] long id, WishItem wish, Planner planner, HttpContext context)
    {
        var outcome = await PlansResource.OutcomeAsync(id, wish, planner, context);
        return outcome switch
        {
            PlanOutcome.Ready ready => TypedResults.Ok(new ValidationItem(
                "Possible", null, PlansResource.Item(ready), Reasons(ready.Obstacle), Ways(ready.WaysOut))),
            PlanOutcome.NothingToDo nothing => TypedResults.Ok(new ValidationItem("NothingToDo", nothing.Sentence, null, [], [])),
            PlanOutcome.Refused refused => TypedResults.Ok(new ValidationItem(
                "Refused", refused.Sentence, null, Reasons(refused.Story), Ways(refused.WaysOut))),
            _ => PlansResource.Problem(id, outcome),
        };
    }

    public static string[] Reasons(IEnumerable<Fact> story) => [.. story.Select(fact => $"{fact.Module} {fact.Versions} {fact.Text}")];

    public static WayOutItem[] Ways(IEnumerable<WayOut> ways) => [.. ways.Select(way => new WayOutItem(way.Title, way.Effect, WishItem.Of(way.Wish)))];
}
