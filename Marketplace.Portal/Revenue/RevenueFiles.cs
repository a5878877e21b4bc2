using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Revenue;
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

    private static async Task<IResult> PartsAsync(string by, HttpContext context, RevenueQueries queries, RevenueBreakdowns parts, CancellationToken cancel)
    {
        var view = RevenueAsk.Of(context.Request.QueryString.Value ?? "").View(queries);
        if (DimensionOf(by) is not { } dimension || await parts.ReadAsync(context.User.Actor, view, dimension, int.MaxValue, cancel) is not { } split)
        {
            return TypedResults.NotFound();
        }

        return File(
            [$"{dimension}", "Id", "Publisher", "Currency", "MRR", "Change", "Clients", .. split.Months.Select(month => $"{month:yyyy-MM}")],
            split.Parts.Select(part => (IReadOnlyList<object>)
            [
                part.Name, part.Detail ?? part.Key, part.Owner ?? "", view.Currency, part.Mrr, part.Change, part.Clients, .. part.Months.Select(Number),
            ]));
    }

    private static ContentHttpResult File(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object>> lines) =>
        TypedResults.Text(Csv.Write(head, lines), Csv.ContentType);

    private static string Days(RevenueSpan span) => $"{span.From:yyyy-MM-dd} to {span.To:yyyy-MM-dd}";

    private static object Number(decimal? value) => value is { } some ? some : "";
}
