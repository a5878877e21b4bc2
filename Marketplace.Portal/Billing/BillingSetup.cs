using Marketplace.Billing.Credits;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Sales;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Billing.AccountStatements;
using Marketplace.Portal.Billing.Bank;
using Marketplace.Portal.Billing.Changes;
using Marketplace.Portal.Billing.Credits;
using Marketplace.Portal.Billing.Dunning;
using Marketplace.Portal.Billing.Runs;
using Marketplace.Portal.Billing.Subscriptions;
using Marketplace.Portal.Shared.Grid;

namespace Marketplace.Portal.Billing;

/// <summary>Orders and invoices as files and for programs.</summary>
internal static class BillingSetup
{
    public static void MapBilling(this IEndpointRouteBuilder app)
    {
        app.MapCsv<OrderListQueries, OrderRow>(
            PortalUrls.OwnOrdersCsv, OrderList.Columns, OrderListQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamOwnAsync(actor, query, cancel)).RequireAuthorization(Policies.SignedIn);
        app.MapCsv<OrderListQueries, OrderRow>(
            PortalUrls.SalesOrdersCsv, OrderList.Columns, OrderListQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
        app.MapCsv<SubscriptionQueries, SubscriptionRow>(
            PortalUrls.OwnSubscriptionsCsv, SubscriptionList.Columns, SubscriptionQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamOwnAsync(actor, query, cancel)).RequireAuthorization(Policies.SignedIn);
        app.MapCsv<SubscriptionQueries, SubscriptionRow>(
            PortalUrls.SalesSubscriptionsCsv, SubscriptionList.Columns, SubscriptionQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
        app.MapCsv<DunningQueries, DunningRow>(
            PortalUrls.DunningCsv, DunningCaseList.Columns, DunningQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
        app.MapCsv<InvoiceQueries, InvoiceRow>(
            PortalUrls.OwnInvoicesCsv, InvoiceList.Columns, InvoiceQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamOwnAsync(actor, query, cancel)).RequireAuthorization(Policies.SignedIn);
        app.MapCsv<InvoiceQueries, InvoiceRow>(
            PortalUrls.SalesInvoicesCsv, InvoiceList.Columns, InvoiceQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
        app.MapCsv<RefundQueries, RefundListRow>(
            PortalUrls.RefundsCsv, RefundsPage.Columns, RefundQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
        app.MapCsv<CreditProposalQueries, CreditProposalRow>(
            PortalUrls.CreditProposalsCsv, CreditProposalList.Columns, CreditProposalQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
        app.MapCsv(
            PortalUrls.PublisherSalesCsv(), SalesPage.Columns, SalesQueries.Columns,
            (SalesQueries queries, HttpContext context, ListQuery query, CancellationToken cancel) => Task.FromResult<IAsyncEnumerable<SaleRow>?>(
                queries.StreamAsync(context.User.Actor, SalesPage.Over(context.Request.Query["days"]), query, cancel)))
            .RequireAuthorization(Policies.SignedIn);
        app.MapInvoiceFiles();
        app.MapStatementFiles();
        app.MapBankImport();
        app.MapBillingRuns();
        var api = app.MapSitesApi(Policies.ReadSites).WithTags("Billing");
        api.MapOrderResource();
        api.MapInvoiceResource();
        api.MapQuoteResource();
        api.MapPaymentResource();
        api.MapSubscriptionResource();
        api.MapDunningResource();
        api.MapCampaignResource();
        app.MapSitesApi(Policies.Billing).WithTags("Billing").MapChangeResource();
    }
}
