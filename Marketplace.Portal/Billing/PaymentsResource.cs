using System.ComponentModel;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Billing;

/// <param name="State"><c>Started</c>, <c>ActionNeeded</c>, <c>Processing</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Canceled</c>.</param>
/// <param name="Failure">Why the last attempt failed, such as <c>declined</c>; null unless one did.</param>
/// <param name="Order">What was paid; null where that is no order.</param>
/// <param name="Method">Such as a card's brand and last digits; null while nobody paid.</param>
/// <param name="Amount">With tax, in minor units of the currency (ISO 4217).</param>
/// <param name="Refunded">What of it went back or is on its way, in minor units.</param>
public sealed record PaymentResponse(
    Guid Id, PaymentState State, string? Failure, string Organization, string By, Guid? Order, string Provider, string? Method, long Amount, long Refunded,
    string Currency, DateTime StartedAt, DateTime? EndedAt)
{
    internal static PaymentResponse Of(PaymentRow row) => new(
        row.Id, row.State, row.Failure, row.Organization, row.By, Marketplace.Billing.Orders.Order.IdOf(row.Document), row.Provider, row.Method, row.Minor,
        row.RefundedMinor, row.Currency, row.At, row.EndedAt);
}

/// <param name="State"><c>Pending</c>, <c>Succeeded</c> or <c>Failed</c>.</param>
public sealed record PaymentRefundResponse(string State, string Reason, long Amount, DateTime At, DateTime? EndedAt);

public sealed record PaymentFactsResponse(PaymentResponse Payment, IReadOnlyList<PaymentRefundResponse> Refunds);

internal static class PaymentsResource
{
    public static void MapPaymentResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/payments", ListAsync).WithName("payments").WithSummary("Payments of your organizations, the newest first, 100 on a page.");
        api.MapGet("/payments/{id:guid}", ReadAsync).WithName("payment").WithSummary("A payment with its refunds.").ProducesProblem(404);
    }

    private static async Task<Results<Ok<PageResponse<PaymentResponse>>, ProblemHttpResult>> ListAsync(
        [Description("From 1.")] int? page, PaymentQueries payments, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : TypedResults.Ok(ApiResults.Page(
            context, await payments.OwnAsync(context.User.Actor, ListQuery.First with { Page = page ?? 1, Size = Paging.MaxSize }, context.RequestAborted),
            PaymentResponse.Of));

    private static async Task<Results<Ok<PaymentFactsResponse>, ProblemHttpResult>> ReadAsync(Guid id, PaymentQueries payments, HttpContext context) =>
        await payments.FindAsync(context.User.Actor, id, context.RequestAborted) is var (row, refunds)
            ? TypedResults.Ok(new PaymentFactsResponse(
                PaymentResponse.Of(row),
                [.. refunds.Select(refund => new PaymentRefundResponse($"{refund.State}", refund.Reason, refund.Minor, refund.At, refund.EndedAt))]))
            : ApiResults.NotFound("payment", $"There is no payment {id} of yours.", "GET /api/v1/payments lists those that there are.");
}
