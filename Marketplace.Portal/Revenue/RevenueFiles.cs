using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Revenue;
using Marketplace.Revenue.Finance;
using Marketplace.Revenue.Measures;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Revenue;

/// <summary>What pages of revenue show, as CSV: amounts in whole units of the currency, shares as parts of one, both unrounded.</summary>
internal static class RevenueFiles
{
    public static void MapRevenue(this IEndpointRouteBuilder app)
    {
        app.MapGet(PortalUrls.RevenueCsv, MeasuresAsync).RequireAuthorization(Policies.Operator);
        app.MapGet($"{PortalUrls.Revenue}/by/{{by}}.csv", PartsAsync).RequireAuthorization(Policies.Operator);
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

    private static async Task<IResult> MeasuresAsync(HttpContext context, RevenueQueries queries, CancellationToken cancel)
    {
        var view = RevenueAsk.Of(context.Request.QueryString.Value ?? "").View(queries);
        if (await queries.ReadAsync(context.User.Actor, view, cancel) is not { } report)
        {
            return TypedResults.NotFound();
        }

        return File(
            ["Measure", "Name", "Unit", Days(view.Span), Days(view.Compared), .. report.Months.Select(month => $"{month:yyyy-MM}")],
            report.Values.Select(value => (IReadOnlyList<object>)
            [
                value.Measure.Code, value.Measure.Name, value.Measure.Unit is MeasureUnit.Amount ? view.Currency : $"{value.Measure.Unit}".ToLowerInvariant(),
                Number(value.Now), Number(value.Before), .. value.Months.Select(Number),
            ]));
    }

    private static async Task<IResult> PartsAsync(
        string by, HttpContext context, RevenueQueries queries, RevenueBreakdowns parts, SalesBreakdowns sales, CancellationToken cancel)
    {
        var (ask, actor) = (RevenueAsk.Of(context.Request.QueryString.Value ?? ""), context.User.Actor);
        var view = ask.View(queries);
        return DimensionOf(by) is not { } dimension ? TypedResults.NotFound()
            : ask.Show is RevenueShow.Sales
                ? await sales.ReadAsync(actor, view, dimension, int.MaxValue, cancel) is { } sold
                    ? PartFiles.Sales(sold, view.Currency) : TypedResults.NotFound()
            : await parts.ReadAsync(actor, view, dimension, int.MaxValue, ask.Show is RevenueShow.Movements, cancel) is { } split
                ? PartFiles.Recurring(split, view.Currency) : TypedResults.NotFound();
    }

    private static async Task<IResult> TaxAsync(HttpContext context, RevenueQueries queries, FinanceQueries finance, CancellationToken cancel)
    {
        var view = RevenueAsk.Of(context.Request.QueryString.Value ?? "").View(queries);
        return await finance.ReadAsync(context.User.Actor, view, cancel) is { } report ? PartFiles.Taxes(report.Taxes, view.Currency) : TypedResults.NotFound();
    }

    internal static ContentHttpResult File(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object>> lines) =>
        TypedResults.Text(Csv.Write(head, lines), Csv.ContentType);

    private static string Days(RevenueSpan span) => $"{span.From:yyyy-MM-dd} to {span.To:yyyy-MM-dd}";

    internal static object Number(decimal? value) => value is { } some ? some : "";
}
