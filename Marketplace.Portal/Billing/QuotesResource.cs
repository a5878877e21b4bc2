using System.ComponentModel;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Billing;

/// <param name="State"><c>Valid</c>, <c>Expired</c>, <c>Accepted</c>, <c>Declined</c> or <c>Withdrawn</c>.</param>
/// <param name="IsCustom">A publisher made it for this client; an owner accepts or declines it.</param>
/// <param name="Hash">Of its text, which never changes.</param>
/// <param name="Net">All first payments without tax, in minor units of the currency (ISO 4217).</param>
/// <param name="DueToday">What is paid when it is ordered, with tax, in minor units.</param>
/// <param name="EndedAt">When it was accepted, declined or withdrawn.</param>
public sealed record QuoteResponse(
    Guid Id, string State, bool IsCustom, string Organization, string Hash, string Currency, long Net, long Tax, long DueToday, DateTime At,
    DateTime ValidUntil, DateTime? EndedAt)
{
    internal static QuoteResponse Of(QuoteRow row) => new(
        row.Id, $"{row.View.State}", row.View.Quote.IsCustom, row.View.Organization, row.View.Hash, row.View.Quote.Currency, row.View.Quote.Net.Minor,
        row.View.Quote.Tax.Minor, row.View.Quote.DueToday.Minor, row.View.Quote.At, row.View.Quote.ValidUntil, row.View.EndedAt);
}

/// <param name="Kind"><c>License</c> or <c>SetupFee</c>.</param>
/// <param name="Module">Its id.</param>
/// <param name="List">Before discounts, without tax, in minor units.</param>
/// <param name="TrialEnds">When its first payment is due; null if that is with the order.</param>
public sealed record QuoteLineResponse(
    QuoteLineKind Kind, string Module, string Name, OfferTier Tier, OfferModel Model, int Sites, long List, long Net, long Tax, DateTime? TrialEnds);

public sealed record QuoteTaxResponse(string Name, string Country, decimal Percent, long Net, long Tax);

public sealed record QuoteFacts(QuoteResponse Quote, IReadOnlyList<QuoteLineResponse> Lines, IReadOnlyList<QuoteTaxResponse> Taxes);

internal static class QuotesResource
{
    public static void MapQuoteResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/quotes", ListAsync).WithName("quotes").WithSummary("Quotes of your organizations, the newest first, 100 on a page.");
        api.MapGet("/quotes/{id:guid}", ReadAsync).WithName("quote").WithSummary("A quote with its lines and taxes.").ProducesProblem(404);
    }

    private static async Task<Results<Ok<PageResponse<QuoteResponse>>, ProblemHttpResult>> ListAsync(
        [Description("From 1.")] int? page, QuoteQueries quotes, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : TypedResults.Ok(ApiResults.Page(
            context, await quotes.OwnAsync(context.User.Actor, page ?? 1, context.RequestAborted), QuoteResponse.Of));

    private static async Task<Results<Ok<QuoteFacts>, ProblemHttpResult>> ReadAsync(Guid id, QuoteQueries quotes, HttpContext context) =>
        await quotes.FindAsync(context.User.Actor, id, context.RequestAborted) is { } row
            ? TypedResults.Ok(Facts(row, row.View.Quote))
            : ApiResults.NotFound("quote", $"There is no quote {id} of yours.", "GET /api/v1/quotes lists those that there are.");

    private static QuoteFacts Facts(QuoteRow row, Quote quote) => new(
        QuoteResponse.Of(row),
        [.. quote.Lines.Select(line => new QuoteLineResponse(
            line.Kind, line.Module, line.Name, line.Tier, line.Model, line.Sites, line.List.Minor, line.Net.Minor, line.Tax.Minor, line.TrialEnds))],
        [.. quote.Taxes.Select(tax => new QuoteTaxResponse(tax.Rate.Name, tax.Rate.Country, tax.Rate.Percent, tax.Net.Minor, tax.Tax.Minor))]);
}
