using System.ComponentModel;
using Marketplace.Billing.Dunning;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Billing.Dunning;

/// <param name="Id">Of the period whose payment failed.</param>
/// <param name="Name">What is paid for.</param>
/// <param name="State"><c>Open</c>, <c>Recovered</c>, <c>Lost</c>, <c>WrittenOff</c> or <c>Credited</c>.</param>
/// <param name="Amount">What was open of it, in minor units.</param>
/// <param name="Campaign">Its name and version; null unless an operator asks.</param>
/// <param name="Day">The last day of the campaign that has come; null before the first.</param>
/// <param name="RetryAt">When the payment is tried next; null where it is not.</param>
/// <param name="EndsAt">When the subscription ends; null once it is settled.</param>
/// <param name="Failure">Why the last payment failed, such as <c>insufficient_funds</c>.</param>
/// <param name="Invoice">The number of what is open.</param>
public sealed record DunningCaseResponse(
    Guid Id, Guid Subscription, string Organization, string Name, DunningState State, long Amount, string Currency, string? Campaign, int? Day,
    DateTime FailedAt, DateTime? RetryAt, DateTime? EndsAt, DateTime? PausedUntil, int Attempts, string? Failure, string? Invoice)
{
    internal static DunningCaseResponse Of(DunningRow row) => new(
        row.PeriodId, row.SubscriptionId, row.Client, row.Name, row.State, row.Minor, row.Currency, row.Campaign.Length == 0 ? null : row.Campaign, row.Step,
        row.EnteredAt, row.Next, row.EndsAt, row.PausedUntil, row.Attempts, row.Failure, row.Invoice);
}

/// <param name="Day">After the bill.</param>
/// <param name="IsSent">It went out; otherwise a later one was due too, and said the same.</param>
public sealed record DunningMailResponse(int Day, DunningLetter Letter, bool IsSent, DateTime At);

public sealed record DunningCaseFacts(DunningCaseResponse Case, IReadOnlyList<DunningMailResponse> Mails);

internal static class DunningResource
{
    public static void MapDunningResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/dunning/cases", ListAsync).WithName("dunning-cases")
            .WithSummary("Failed payments of your organizations' subscriptions, of all for operators who are signed in; the open ones first, 100 on a page.");
        api.MapGet("/dunning/cases/{id:guid}", ReadAsync).WithName("dunning-case")
            .WithSummary("A failed payment and what was mailed about it.").ProducesProblem(404);
    }

    private static async Task<Results<Ok<PageResponse<DunningCaseResponse>>, ProblemHttpResult>> ListAsync(
        [Description("From 1.")] int? page, [Description("Only those in this state; may be given several times.")] DunningState[] state,
        DunningQueries cases, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : !state.All(Enum.IsDefined)
            ? ApiResults.Problem(400, "state", "There is no such state.", $"States are {string.Join(", ", Enum.GetNames<DunningState>())}.")
        : TypedResults.Ok(ApiResults.Page(
            context, await cases.SeenAsync(context.User.Actor, Query(page, state), context.RequestAborted), DunningCaseResponse.Of));

    private static ListQuery Query(int? page, DunningState[] states) => ListQuery.First with
    {
        Page = page ?? 1, Size = Paging.MaxSize,
        Filters = states.Length == 0 ? ListQuery.First.Filters : new Dictionary<string, string> { ["state"] = string.Join(',', states) },
    };

    private static async Task<Results<Ok<DunningCaseFacts>, ProblemHttpResult>> ReadAsync(Guid id, DunningQueries cases, HttpContext context) =>
        await cases.ReadAsync(context.User.Actor, id, context.RequestAborted) is { } view
            ? TypedResults.Ok(new DunningCaseFacts(
                DunningCaseResponse.Of(view.Row), [.. view.Mails.Select(mail => new DunningMailResponse(mail.Day, mail.Letter, mail.IsSent, mail.At))]))
            : ApiResults.NotFound(
                "dunning-case", $"There is no failed payment {id} of yours.", "GET /api/v1/dunning/cases lists those that there are.");
}
