using System.Text.Json.Serialization;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Revenue;
using Marketplace.Revenue.Measures;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Revenue;

/// <param name="Unit">In an amount, values are minor units of the report's currency; in a share, parts of one. Nothing is rounded.</param>
/// <param name="Value">Null where there is nothing to compute it from.</param>
/// <param name="Before">Over the period that it is compared with.</param>
/// <param name="Months">At the end of each month, as <c>months</c> of the report has them.</param>
public sealed record MeasureResponse(
    string Code, string Name, string Definition, [property: JsonConverter(typeof(JsonStringEnumConverter<MeasureUnit>))] MeasureUnit Unit, decimal? Value,
    decimal? Before, IReadOnlyList<decimal?> Months);

/// <summary>Minor units, not rounded.</summary>
public sealed record MovementsResponse(
    decimal Opening, decimal New, decimal Expansion, decimal Reactivation, decimal Contraction, decimal Churn, decimal Fx, decimal Closing);

/// <param name="WithoutRate">Currencies that no value contains, as there is no exchange rate.</param>
public sealed record RevenueResponse(
    string Currency, DateOnly From, DateOnly To, DateOnly ComparedFrom, DateOnly ComparedTo, IReadOnlyList<MeasureResponse> Measures,
    MovementsResponse Movements, IReadOnlyList<DateOnly> Months, IReadOnlyList<string> WithoutRate);

/// <param name="Key">By which the part is asked for alone; empty for what no promotion lowers.</param>
/// <param name="Mrr">Minor units, not rounded.</param>
public sealed record RevenuePartResponse(string Key, string Name, decimal Mrr, decimal Change, int Clients, MovementsResponse Movements);

public sealed record RevenuePartsResponse(RevenueDimension By, string Currency, decimal Mrr, int Count, IReadOnlyList<RevenuePartResponse> Parts);

/// <summary>What was invoiced of a part, without tax and less what was credited; minor units, not rounded.</summary>
/// <param name="Discounts">What promotions took off.</param>
public sealed record SalesPartResponse(string Key, string Name, decimal Recurring, decimal OneTime, decimal Usage, decimal Total, decimal Discounts);

public sealed record SalesPartsResponse(RevenueDimension By, string Currency, decimal Total, int Count, IReadOnlyList<SalesPartResponse> Parts);

/// <summary>Figures of revenue for programs; the query is that of the pages.</summary>
internal static class RevenueResource
{
    private const int MaxParts = 1000;

    public static void MapRevenueResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/revenue", ReadAsync).WithName("revenue").WithSummary("All measures of a period; for operators who are signed in.");
        api.MapGet("/revenue/by/{by}", SplitAsync).WithName("revenue-by")
            .WithSummary("Recurring revenue by part, the first 1,000; for operators who are signed in.").ProducesProblem(404);
        api.MapGet("/revenue/sales/by/{by}", SalesAsync).WithName("revenue-sales-by")
            .WithSummary("What a period's invoices sold by part, the first 1,000; for operators who are signed in.").ProducesProblem(404);
    }

    private static async Task<Results<Ok<RevenueResponse>, ProblemHttpResult>> ReadAsync(HttpContext context, RevenueBoard board, RevenueQueries queries)
    {
        var view = RevenueAsk.Of(context.Request.QueryString.Value ?? "").View(queries);
        if (await board.ReadAsync(context.User.Actor, view, context.RequestAborted) is not { } report)
        {
            return NotOperator();
        }

        var (minor, of) = (Currency.Of(view.Currency).MinorUnits, report.Movements);
        return TypedResults.Ok(new RevenueResponse(
            view.Currency, view.Span.From, view.Span.To, view.Compared.From, view.Compared.To,
            [
                .. report.Values.Select(value => (value, Times: value.Measure.Unit is MeasureUnit.Amount ? minor : 1)).Select(one => new MeasureResponse(
                    one.value.Measure.Code, one.value.Measure.Name, one.value.Measure.Definition, one.value.Measure.Unit, one.value.Now * one.Times,
                    one.value.Before * one.Times, [.. one.value.Months.Select(month => month * one.Times)])),
            ],
            Minor(of, minor), report.Months, report.WithoutRate));
    }

    private static async Task<Results<Ok<SalesPartsResponse>, ProblemHttpResult>> SalesAsync(
        string by, HttpContext context, SalesBreakdowns sales, RevenueQueries queries)
    {
        var view = RevenueAsk.Of(context.Request.QueryString.Value ?? "").View(queries);
        if (RevenueFiles.DimensionOf(by) is not { } dimension)
        {
            return NoDimension(by);
        }

        if (await sales.ReadAsync(context.User.Actor, view, dimension, MaxParts, context.RequestAborted) is not { } sold)
        {
            return NotOperator();
        }

        var minor = Currency.Of(view.Currency).MinorUnits;
        return TypedResults.Ok(new SalesPartsResponse(
            dimension, view.Currency, sold.Total.Total * minor, sold.Count,
            [
                .. sold.Parts.Select(part => (part.Called, Of: part.Sales)).Select(part => new SalesPartResponse(
                    part.Called.Key, part.Called.Name, part.Of.Recurring * minor, part.Of.OneTime * minor, part.Of.Usage * minor, part.Of.Total * minor,
                    part.Of.Discounts * minor)),
            ]));
    }

    private static async Task<Results<Ok<RevenuePartsResponse>, ProblemHttpResult>> SplitAsync(
        string by, HttpContext context, RevenueBreakdowns parts, RevenueQueries queries)
    {
        var view = RevenueAsk.Of(context.Request.QueryString.Value ?? "").View(queries);
        if (RevenueFiles.DimensionOf(by) is not { } dimension)
        {
            return NoDimension(by);
        }

        if (await parts.ReadAsync(context.User.Actor, view, dimension, MaxParts, moves: true, context.RequestAborted) is not { } split)
        {
            return NotOperator();
        }

        var minor = Currency.Of(view.Currency).MinorUnits;
        return TypedResults.Ok(new RevenuePartsResponse(
            dimension, view.Currency, split.Total * minor, split.Count,
            [
                .. split.Parts.Select(part => new RevenuePartResponse(
                    part.Key, part.Name, part.Mrr * minor, part.Change * minor, part.Clients, Minor(part.Movements!, minor))),
            ]));
    }

    private static MovementsResponse Minor(RecurringTotals of, decimal minor) => new(
        of.Opening * minor, of.New * minor, of.Expansion * minor, of.Reactivation * minor, of.Contraction * minor, of.Churn * minor, of.Fx * minor,
        of.Closing * minor);

    private static IEnumerable<string> Dimensions => Enum.GetNames<RevenueDimension>().Select(name => name.ToLowerInvariant());

    private static ProblemHttpResult NoDimension(string by) =>
        ApiResults.NotFound("revenue-dimension", $"Revenue is not split by “{by}”.", $"Split it by one of {string.Join(", ", Dimensions)}.");

    private static ProblemHttpResult NotOperator() =>
        ApiResults.Problem(403, "operator", "Only operators see revenue.", "Sign in as an operator; API keys are never staff.");
}
