using System.Globalization;
using Marketplace.Data;
using Marketplace.Payouts;
using Marketplace.Payouts.Connect;
using Marketplace.Payouts.Shares;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared.Grid;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Payouts;

/// <summary>Earnings and payouts as files and for programs.</summary>
internal static class PayoutsSetup
{
    public static void MapPayouts(this IEndpointRouteBuilder app)
    {
        app.MapCsv<EarningQueries, EarningRow>(
            PortalUrls.EarningsCsv, EarningList.Columns, EarningQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.SignedIn);
        app.MapCsv<HeldShares, HeldRow>(
            PortalUrls.HeldSharesCsv, HeldList.Columns, HeldShares.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.SignedIn);
        app.MapCsv<PayoutQueries, PayoutRow>(
            PortalUrls.OwnPayoutsCsv, PayoutList.Columns, PayoutQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamOwnAsync(actor, query, cancel)).RequireAuthorization(Policies.SignedIn);
        app.MapCsv(
            "/payouts/{id:long}/lines.csv", LineList.Columns, PayoutQueries.LineColumns,
            async (PayoutQueries queries, HttpContext context, ListQuery query, CancellationToken cancel) =>
                await queries.ReadAsync(context.User.Actor, IdOf(context), cancel) is null
                    ? null : queries.StreamLinesAsync(context.User.Actor, IdOf(context), query, cancel)).RequireAuthorization(Policies.SignedIn);
        app.MapPayoutFiles();
        app.MapConnect();
        app.MapOperatorFiles();
        app.MapSitesApi(Policies.ReadSites).WithTags("Payouts").MapPayoutResource();
    }

    private static void MapOperatorFiles(this IEndpointRouteBuilder app)
    {
        app.MapCsv<PayoutQueries, RunRow>(
            PortalUrls.PayoutRunsCsv, RunList.Columns, PayoutQueries.RunColumns,
            (queries, actor, query, cancel) => queries.StreamRunsAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
        app.MapCsv<ConnectQueries, ConnectRow>(
            PortalUrls.StripeAccountsCsv, ConnectList.Columns, ConnectQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
        app.MapCsv<PublisherTerms, TermsRow>(
            PortalUrls.PayoutTermsCsv, TermsList.Columns, PublisherTerms.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
        app.MapCsv<PayoutQueries, PayoutRow>(
            PortalUrls.PayoutsCsv, PayoutList.Columns, PayoutQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, null, query, cancel)).RequireAuthorization(Policies.Operator);
        app.MapCsv(
            "/sales/payouts/runs/{id:long}/payouts.csv", PayoutList.Columns, PayoutQueries.Columns,
            (PayoutQueries queries, HttpContext context, ListQuery query, CancellationToken cancel) => Task.FromResult<IAsyncEnumerable<PayoutRow>?>(
                queries.StreamAsync(context.User.Actor, IdOf(context), query, cancel))).RequireAuthorization(Policies.Operator);
        app.MapGet("/sales/payouts/runs/{id:long}/file", FileAsync).RequireAuthorization(Policies.Operator);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> FileAsync(
        long id, PayoutSending sending, HttpContext context, CancellationToken cancel) =>
        await sending.FileAsync(context.User.Actor, id, cancel) is { } file
            ? TypedResults.File(file, SepaFile.MediaType, string.Create(CultureInfo.InvariantCulture, $"payouts-{id}.xml"))
            : TypedResults.NotFound();

    private static long IdOf(HttpContext context) => long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);
}
