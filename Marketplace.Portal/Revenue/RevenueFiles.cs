using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Revenue;
using Marketplace.Revenue.Annotations;
using Marketplace.Revenue.Finance;
using Marketplace.Revenue.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Revenue;

/// <summary>What pages of revenue show, as CSV.</summary>
internal static class RevenueFiles
{
    public static void MapRevenue(this IEndpointRouteBuilder app)
    {
        app.MapGet(PortalUrls.RevenueCsv, MeasuresAsync).RequireAuthorization(Policies.Operator);
        app.MapGet($"{PortalUrls.Revenue}/by/{{by}}.csv", PartsAsync).RequireAuthorization(Policies.Operator);
        app.MapGet(PortalUrls.RevenueAnnotations, AnnotationsAsync).RequireAuthorization(Policies.Operator);
        app.MapGet($"{PortalUrls.RevenueViews}/{{id:long}}", OpenAsync).RequireAuthorization(Policies.SignedIn);
        app.MapGet(PortalUrls.PublisherRevenueCsv, MeasuresAsync).RequireAuthorization(Policies.SignedIn);
        app.MapGet($"{PortalUrls.PublisherRevenue}/by/{{by}}.csv", PartsAsync).RequireAuthorization(Policies.SignedIn);
        app.MapGet(PortalUrls.TaxCsv, TaxAsync).RequireAuthorization(Policies.Operator);
        app.MapCsv(
            PortalUrls.MovementsCsv, MovementsPage.Columns, MovementQueries.Columns,
            (MovementQueries queries, HttpContext context, ListQuery query, CancellationToken cancel) =>
            {
                var ask = RevenueAsk.Of(context.Request.QueryString.Value ?? "");
                return Task.FromResult<IAsyncEnumerable<MovementRow>?>(queries.StreamAsync(context.User.Actor, ask.Span, ask.Filter, query, cancel));
            }).RequireAuthorization(Policies.Operator);
        app.MapSitesApi(Policies.ReadSites).WithTags("Billing").MapRevenueResource();
    }

    public static RevenueDimension? DimensionOf(string by) =>
        Enum.GetValues<RevenueDimension>().Where(one => string.Equals($"{one}", by, StringComparison.OrdinalIgnoreCase)).Select(one => (RevenueDimension?)one)
            .FirstOrDefault();

    // What mail links to: the days may be others each time.
    private static async Task<IResult> OpenAsync(long id, HttpContext context, SavedViews views, RevenueQueries queries, CancellationToken cancel) =>
        await views.ReadAsync(context.User.Actor, id, cancel) is { } view ? TypedResults.LocalRedirect(view.Address(queries.Today)) : TypedResults.NotFound();

    private static async Task<IResult> MeasuresAsync(HttpContext context, RevenueQueries queries, CancellationToken cancel)
    {
        var view = RevenueAsk.Of(context.Request.QueryString.Value ?? "").View(queries);
        if (await queries.ReadAsync(context.User.Actor, view, cancel) is not { } report)
        {
            return TypedResults.NotFound();
        }

        return File(RevenueCsv.Measures(report));
    }

    private static async Task<IResult> PartsAsync(
        string by, HttpContext context, RevenueQueries queries, RevenueBreakdowns parts, SalesBreakdowns sales, CancellationToken cancel)
    {
        var (ask, actor) = (RevenueAsk.Of(context.Request.QueryString.Value ?? ""), context.User.Actor);
        var view = ask.View(queries);
        return DimensionOf(by) is not { } dimension ? TypedResults.NotFound()
            : ask.Show is RevenueShow.Sales
                ? await sales.ReadAsync(actor, view, dimension, int.MaxValue, cancel) is { } sold
                    ? File(RevenueCsv.Sales(sold, view)) : TypedResults.NotFound()
            : await parts.ReadAsync(actor, view, dimension, int.MaxValue, ask.Show is RevenueShow.Movements, cancel) is { } split
                ? File(RevenueCsv.Parts(split, view)) : TypedResults.NotFound();
    }

    private static async Task<IResult> TaxAsync(HttpContext context, RevenueQueries queries, FinanceQueries finance, CancellationToken cancel)
    {
        var view = RevenueAsk.Of(context.Request.QueryString.Value ?? "").View(queries);
        return await finance.ReadAsync(context.User.Actor, view, cancel) is { } report ? File(FinanceCsv.Taxes(report.Taxes, view)) : TypedResults.NotFound();
    }

    private static async Task<ContentHttpResult> AnnotationsAsync(
        HttpContext context, RevenueAnnotations annotations, RevenueQueries queries, CancellationToken cancel)
    {
        var span = RevenueAsk.Of(context.Request.QueryString.Value ?? "").Span ?? queries.ThisMonth;
        return File(Csv.Write(
            ["Date", "Annotation", "By"],
            (await annotations.ListAsync(context.User.Actor, span, cancel)).Select(one => (IReadOnlyList<object>)[one.Day, one.Text, one.Author])));
    }

    private static ContentHttpResult File(string content) => TypedResults.Text(content, Csv.ContentType);
}
