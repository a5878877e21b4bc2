using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Reconciliation;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Portal.Shared.Grid;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Payments;

/// <summary>The lists of payments, and what is recorded of disputed ones, as files for operators.</summary>
internal static class PaymentsSetup
{
    public static void MapPaymentLists(this IEndpointRouteBuilder app)
    {
        app.MapGet(PortalUrls.Disputes + "/{id:guid}/records.pdf", RecordsAsync).RequireAuthorization(Policies.Operator);
        app.MapCsv(
            PortalUrls.PaymentsCsv, PaymentsPage.Columns, PaymentQueries.Columns,
            (PaymentQueries queries, Actor actor, ListQuery query, CancellationToken cancel) => queries.StreamAsync(actor, query, cancel))
            .RequireAuthorization(Policies.Operator);
        app.MapCsv(
            PortalUrls.DisputesCsv, DisputesPage.Columns, DisputeQueries.Columns,
            (DisputeQueries queries, Actor actor, ListQuery query, CancellationToken cancel) => queries.StreamAsync(actor, query, cancel))
            .RequireAuthorization(Policies.Operator);
        app.MapCsv(
            PortalUrls.ProviderEventsCsv, EventsPage.Columns, EventQueries.Columns,
            (EventQueries queries, Actor actor, ListQuery query, CancellationToken cancel) => queries.StreamAsync(actor, query, cancel))
            .RequireAuthorization(Policies.Operator);
        app.MapCsv(
            PortalUrls.DifferencesCsv, DifferenceList.Columns, ReconciliationQueries.Columns,
            (ReconciliationQueries queries, Actor actor, ListQuery query, CancellationToken cancel) => queries.StreamAsync(actor, query, cancel))
            .RequireAuthorization(Policies.Operator);
        app.MapCsv(
            PortalUrls.ComparisonsCsv, ComparisonList.Columns, ReconciliationQueries.RunColumns,
            (ReconciliationQueries queries, Actor actor, ListQuery query, CancellationToken cancel) => queries.StreamRunsAsync(actor, query, cancel))
            .RequireAuthorization(Policies.Operator);
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> RecordsAsync(Guid id, Disputes disputes, HttpContext context)
    {
        if (await disputes.RecordsAsync(context.User.Actor, id, context.RequestAborted) is not { } file)
        {
            return ApiResults.NotFound("dispute", $"There is no dispute {id:N}.", "Disputes and refunds lists those that there are.");
        }

        (context.Response.Headers.CacheControl, context.Response.Headers["X-Robots-Tag"]) = ("private, no-cache", "noindex");
        return TypedResults.File(file.Content, file.MediaType, file.Name);
    }
}
