using System.ComponentModel;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Billing;

/// <param name="State"><c>AwaitingApproval</c>, <c>AwaitingPayment</c>, <c>Paid</c> or <c>Ended</c>.</param>
/// <param name="End">Why it ended: <c>Canceled</c>, <c>Declined</c>, <c>Expired</c> or <c>Unavailable</c>; null unless it did.</param>
/// <param name="Due">What is or was paid for it, with tax, in minor units of the currency (ISO 4217).</param>
/// <param name="Credit">What of it is paid by credit, in minor units: held while the order is open, given back if it ends.</param>
/// <param name="Invoice">The number of its invoice; null while there is none.</param>
public sealed record OrderResponse(
    Guid Id, OrderState State, OrderEnd? End, string Organization, string By, string What, long Due, long Credit, string Currency, DateTime PlacedAt,
    DateTime? PaidAt, string? Invoice)
{
    internal static OrderResponse Of(OrderRow row) => new(
        row.Id, row.State, row.End, row.Organization, row.By, row.What, row.DueMinor, row.CreditMinor, row.Currency, row.PlacedAt, row.PaidAt,
        row.Invoice);
}

internal static class OrdersResource
{
    public static void MapOrderResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/orders", ListAsync).WithName("orders").WithSummary("Orders of your organizations, those that are open first, 100 on a page.");
        api.MapGet("/orders/{id:guid}", ReadAsync).WithName("order").WithSummary("An order.").ProducesProblem(404);
    }

    private static async Task<Results<Ok<PageResponse<OrderResponse>>, ProblemHttpResult>> ListAsync(
        [Description("From 1.")] int? page, OrderListQueries orders, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : TypedResults.Ok(ApiResults.Page(
            context, await orders.OwnAsync(context.User.Actor, ListQuery.First with { Page = page ?? 1, Size = Paging.MaxSize }, context.RequestAborted),
            OrderResponse.Of));

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> ReadAsync(Guid id, OrderListQueries orders, HttpContext context) =>
        await orders.FindAsync(context.User.Actor, id, context.RequestAborted) is { } order
            ? TypedResults.Ok(OrderResponse.Of(order))
            : ApiResults.NotFound("order", $"There is no order {id} of yours.", "GET /api/v1/orders lists those that there are.");
}
