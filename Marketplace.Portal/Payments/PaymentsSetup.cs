using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Reconciliation;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared.Grid;

namespace Marketplace.Portal.Payments;

/// <summary>The lists of payments as files, for operators.</summary>
internal static class PaymentsSetup
{
    public static void MapPaymentLists(this IEndpointRouteBuilder app)
    {
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
}
