using System.ComponentModel;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Pricing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Billing.Subscriptions;

/// <param name="Module">Its package id.</param>
/// <param name="State"><c>Parked</c>, <c>PastDue</c>, <c>Trialing</c>, <c>Active</c>, <c>Paused</c>, <c>Canceled</c> or <c>Ended</c>.</param>
/// <param name="RenewsAt">When the next period is billed; null where none follows.</param>
/// <param name="EndsAt">When it ends because it was canceled; null unless it was.</param>
public sealed record SubscriptionResponse(
    Guid Id, string Organization, string Module, string Name, OfferTier Tier, OfferModel Model, int Sites, SubscriptionState State, string Currency,
    DateTime StartedAt, DateTime? RenewsAt, DateTime? EndsAt, DateTime? EndedAt)
{
    internal static SubscriptionResponse Of(SubscriptionRow row) => new(
        row.Id, row.Organization, row.PackageId, row.Name, row.Tier, row.Model, row.Sites, row.State, row.Currency, row.StartedAt, row.Next, row.Ends,
        row.EndedAt);
}

/// <param name="Number">From 0.</param>
/// <param name="Until">The moment after the last.</param>
/// <param name="Invoice">The number of its invoice; null where nothing was due.</param>
/// <param name="Amount">With tax, in minor units, without what the invoice has for others; null where nothing was due.</param>
/// <param name="ChargeAt">When its payment is tried next; null while one is under way, and once nothing is open or tried any more.</param>
/// <param name="Attempts">How many payments failed.</param>
/// <param name="Failure">Why the last one failed, such as <c>insufficient_funds</c>; null unless it did.</param>
/// <param name="With">The other subscriptions on its invoice, which are paid with it.</param>
public sealed record PeriodResponse(
    int Number, DateTime From, DateTime Until, string? Invoice, long? Amount, DateTime? PaidAt, DateTime? ChargeAt, int Attempts, string? Failure,
    IReadOnlyList<Guid> With);

/// <param name="Net">Without tax, in minor units.</param>
/// <param name="Total">With tax as of today.</param>
public sealed record UpcomingResponse(DateTime At, long Net, long Total)
{
    internal static IReadOnlyList<UpcomingResponse> Of(IReadOnlyList<UpcomingCharge> charges) =>
        [.. charges.Select(one => new UpcomingResponse(one.At, one.Net.Minor, one.Total.Minor))];
}

/// <param name="Becomes">Tier, model and sites, in words.</param>
/// <param name="Price">Of a period, in minor units, without tax and before promotions.</param>
/// <param name="At">When the first period begins that is billed by it.</param>
public sealed record AnnouncedResponse(string Becomes, long Price, DateTime At);

/// <param name="Kind">Such as <c>Started</c>, <c>Billed</c>, <c>Paid</c> or <c>Changed</c>.</param>
/// <param name="By">Who did it; null where nobody did.</param>
public sealed record SubscriptionEventResponse(SubscriptionEventKind Kind, string Text, string? By, DateTime At);

/// <param name="TimeZone">By whose calendar it is billed (IANA).</param>
/// <param name="Method">By what it is charged; null where there is nothing.</param>
/// <param name="Credit">By which the next invoices are paid first, in minor units.</param>
/// <param name="Later">What it becomes with its next period, in words; null if that is planned by nobody.</param>
/// <param name="Announced">What takes the place of its offer as the publisher has announced; null where nothing does.</param>
/// <param name="PausedFrom">From when on nothing is billed until <c>renewsAt</c>; null unless it is paused or is going to be.</param>
/// <param name="Upcoming">The next three charges as they would be now, without what is used; none where it is not renewed.</param>
/// <param name="Periods">The newest 100, newest first.</param>
/// <param name="Events">What happened to it, the newest 100, newest first.</param>
public sealed record SubscriptionFacts(
    SubscriptionResponse Subscription, Guid Order, long License, string TimeZone, string? Method, long Credit, string? Later, AnnouncedResponse? Announced,
    DateTime? PausedFrom, IReadOnlyList<UpcomingResponse> Upcoming, IReadOnlyList<PeriodResponse> Periods,
    IReadOnlyList<SubscriptionEventResponse> Events)
{
    internal static SubscriptionFacts Of(SubscriptionDetail view) => new(
        SubscriptionResponse.Of(view.Row), view.OrderId, view.LicenseId, view.TimeZone, view.Method, view.Credit.Minor, view.Later,
        view.Announced is { } one ? new(one.Words, one.Price.Minor, one.At) : null, view.PausedFrom,
        UpcomingResponse.Of(view.Upcoming),
        [
            .. view.Periods.Select(one => new PeriodResponse(
                one.Number, one.From, one.Until, one.Invoice, one.Amount?.Minor, one.PaidAt, one.ChargeAt, one.Attempts, one.Failure,
                [.. one.With.Select(other => other.Id)])),
        ],
        // Why it was parked is for staff.
        [.. view.Events.Select(one => new SubscriptionEventResponse(one.Kind, one.Kind is SubscriptionEventKind.Parked ? "" : one.Text, one.By, one.At))]);
}

internal static class SubscriptionsResource
{
    public static void MapSubscriptionResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/subscriptions", ListAsync).WithName("subscriptions")
            .WithSummary("Subscriptions of your organizations, what needs someone first, 100 on a page.");
        api.MapGet("/subscriptions/{id:guid}", ReadAsync).WithName("subscription")
            .WithSummary("A subscription with its periods, its next charges and what happened to it.").ProducesProblem(404);
    }

    public static ProblemHttpResult NoSubscription(Guid id) =>
        ApiResults.NotFound("subscription", $"There is no subscription {id} of yours.", "GET /api/v1/subscriptions lists those that there are.");

    private static async Task<Results<Ok<PageResponse<SubscriptionResponse>>, ProblemHttpResult>> ListAsync(
        [Description("From 1.")] int? page, [Description("Only those in this state; may be given several times.")] SubscriptionState[] state,
        SubscriptionQueries subscriptions, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : !state.All(Enum.IsDefined)
            ? ApiResults.Problem(400, "state", "There is no such state.", $"States are {string.Join(", ", Enum.GetNames<SubscriptionState>())}.")
        : TypedResults.Ok(ApiResults.Page(
            context, await subscriptions.OwnAsync(context.User.Actor, Query(page, state), context.RequestAborted), SubscriptionResponse.Of));

    private static ListQuery Query(int? page, SubscriptionState[] states) => ListQuery.First with
    {
        Page = page ?? 1, Size = Paging.MaxSize,
        Filters = states.Length == 0 ? ListQuery.First.Filters : new Dictionary<string, string> { ["state"] = string.Join(',', states) },
    };

    private static async Task<Results<Ok<SubscriptionFacts>, ProblemHttpResult>> ReadAsync(Guid id, SubscriptionQueries subscriptions, HttpContext context) =>
        await subscriptions.ReadAsync(context.User.Actor, id, context.RequestAborted) is { } view
            ? TypedResults.Ok(SubscriptionFacts.Of(view)) : NoSubscription(id);
}
