using System.ComponentModel;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payouts;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Shares;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Payouts;

/// <summary>What is owed to a publisher in a currency. Amounts are minor units of the currency (ISO 4217).</summary>
/// <param name="Available">It can be paid out; less than nothing where more was given back than was earned since.</param>
/// <param name="Held">With the reserve.</param>
/// <param name="NextRelease">When the first of what is held is released, unless something else holds it.</param>
public sealed record EarningsResponse(string Publisher, string Currency, long Available, long Held, long Reserve, DateTime? NextRelease);

/// <summary>How a publisher is paid in a currency (ISO 4217).</summary>
/// <param name="ReserveBasisPoints">What of each share is kept back longer: 1000 are 10%.</param>
/// <param name="Day">Of the month, on which payouts are prepared; 0 by hand alone.</param>
/// <param name="Minimum">In minor units; less is carried over.</param>
/// <param name="Reason">Why the marketplace set terms for this publisher alone; null where it did not.</param>
public sealed record PayoutTermsResponse(
    string Publisher, string Currency, int ReserveBasisPoints, int ReserveDays, int Day, long Minimum, string? Reason, DateTime? SetAt);

/// <param name="Number">Such as PO-000012.</param>
/// <param name="State"><c>Sent</c>, <c>Paid</c> or <c>Returned</c>.</param>
/// <param name="Account">Where it went, but for the middle of the number.</param>
/// <param name="Amount">In minor units of the currency (ISO 4217).</param>
/// <param name="IsTest">Of sales in the sandbox: no money moved.</param>
public sealed record PayoutResponse(
    long Id, string Number, PayoutState State, string Publisher, PayoutMethod Method, string Account, string Currency, long Amount, int Lines, DateTime? SentAt,
    bool IsTest)
{
    internal static PayoutResponse Of(PayoutRow row) => new(
        row.Id, row.Name, row.State, row.Publisher, row.Method, row.Account, row.Currency, row.Minor, row.Count, row.SentAt, row.IsTest);
}

/// <param name="Reference">What the transfer names (ISO 11649).</param>
/// <param name="Invoice">The number of the self-billing invoice; null where there is none.</param>
/// <param name="HasXml">The invoice can be had as EN 16931.</param>
public sealed record PayoutFacts(
    PayoutResponse Payout, string Holder, string Reference, string? Invoice, bool HasXml, DateTime? PaidAt, DateTime? ReturnedAt, string? ReturnReason,
    IReadOnlyList<PayoutCreditNote> CreditNotes);

/// <summary>A credit note to an earlier self-billing invoice.</summary>
/// <param name="Amount">In minor units of the payout’s currency, with tax.</param>
public sealed record PayoutCreditNote(long Id, string Number, string Corrects, long Amount, bool HasXml);

/// <param name="Kind">Such as <c>Sale</c>, <c>Recognition</c> or <c>Refund</c>; <c>Payout</c> is an earlier one that came back.</param>
/// <param name="Document">Such as <c>invoice/M-2026-000017</c>.</param>
/// <param name="Amount">Less than nothing where it was given back.</param>
public sealed record PayoutLineResponse(long Id, DateTime At, JournalKind Kind, string Text, string? Module, string Document, string Currency, long Amount);

internal static class PayoutsResource
{
    public static void MapPayoutResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/earnings", EarningsAsync).WithName("earnings").WithSummary("What is owed to your publishers, by currency: available, held, in reserve.");
        api.MapGet("/payout-terms", TermsAsync).WithName("payout-terms")
            .WithSummary("How your publishers are paid, by currency: reserve, day of the month, minimum.");
        api.MapGet("/payouts", ListAsync).WithName("payouts").WithSummary("Payouts to your publishers, the newest first, 100 on a page.");
        api.MapGet("/payouts/{id:long}", ReadAsync).WithName("payout").WithSummary("A payout and what became of it.").ProducesProblem(404);
        api.MapGet("/payouts/{id:long}/lines", LinesAsync).WithName("payout-lines")
            .WithSummary("What a payout pays, share by share, 100 on a page; their amounts sum to its own.").ProducesProblem(404);
        api.MapGet("/payouts/{id:long}/pdf", PayoutFiles.StatementAsync).WithName("payout-pdf")
            .WithSummary("Its statement as PDF, in the formats of Accept-Language.").Produces(200, contentType: "application/pdf").ProducesProblem(404);
        api.MapGet("/payouts/{id:long}/invoice.pdf", PayoutFiles.InvoiceAsync).WithName("payout-invoice-pdf")
            .WithSummary("Its self-billing invoice as PDF.").Produces(200, contentType: "application/pdf").ProducesProblem(404);
        api.MapGet("/payouts/{id:long}/invoice.xml", PayoutFiles.XmlAsync).WithName("payout-invoice-xml")
            .WithSummary("The same by EN 16931 as UBL 2.1.").Produces(200, contentType: "application/xml").ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/payouts/{id:long}/credit-notes/{note:long}/pdf", PayoutFiles.CreditPdfAsync).WithName("payout-credit-note-pdf")
            .WithSummary("A credit note to an earlier self-billing invoice as PDF.").Produces(200, contentType: "application/pdf").ProducesProblem(404);
        api.MapGet("/payouts/{id:long}/credit-notes/{note:long}/xml", PayoutFiles.CreditXmlAsync).WithName("payout-credit-note-xml")
            .WithSummary("The same by EN 16931 as UBL 2.1.").Produces(200, contentType: "application/xml").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Ok<IReadOnlyList<EarningsResponse>>> EarningsAsync(EarningQueries earnings, HttpContext context)
    {
        IReadOnlyList<EarningsResponse> rows =
        [
            .. (await earnings.BalancesAsync(context.User.Actor, context.RequestAborted)).Select(one => new EarningsResponse(
                one.Publisher, one.Currency, one.AvailableMinor, one.HeldMinor, one.ReserveMinor, one.NextAt)),
        ];
        return TypedResults.Ok(rows);
    }

    private static async Task<Ok<IReadOnlyList<PayoutTermsResponse>>> TermsAsync(PublisherTerms terms, HttpContext context)
    {
        IReadOnlyList<PayoutTermsResponse> rows =
        [
            .. (await terms.OwnAsync(context.User.Actor, context.RequestAborted)).Select(one => new PayoutTermsResponse(
                one.Publisher, one.Currency, one.ReserveBasisPoints, one.ReserveDays, one.Day, one.Minimum, one.Reason, one.Reason is null ? null : one.At)),
        ];
        return TypedResults.Ok(rows);
    }

    private static async Task<Results<Ok<PageResponse<PayoutResponse>>, ProblemHttpResult>> ListAsync(
        [Description("From 1.")] int? page, PayoutQueries payouts, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : TypedResults.Ok(ApiResults.Page(
            context, await payouts.OwnAsync(context.User.Actor, ListQuery.First with { Page = page ?? 1, Size = Paging.MaxSize }, context.RequestAborted),
            PayoutResponse.Of));

    private static async Task<Results<Ok<PayoutFacts>, ProblemHttpResult>> ReadAsync(long id, PayoutQueries payouts, HttpContext context) =>
        await payouts.ReadAsync(context.User.Actor, id, context.RequestAborted) is { } view
            ? TypedResults.Ok(new PayoutFacts(
                PayoutResponse.Of(view.Row), view.Holder, view.Reference, view.Bill, view.HasXml, view.PaidAt, view.ReturnedAt, view.ReturnReason,
                [.. view.Credits.Select(note => new PayoutCreditNote(note.Id, note.Number, note.Corrects, note.Total.Minor, note.HasXml))]))
            : PayoutFiles.NoPayout(id);

    private static async Task<Results<Ok<PageResponse<PayoutLineResponse>>, ProblemHttpResult>> LinesAsync(
        long id, [Description("From 1.")] int? page, PayoutQueries payouts, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : await payouts.ReadAsync(context.User.Actor, id, context.RequestAborted) is null ? PayoutFiles.NoPayout(id)
        : TypedResults.Ok(ApiResults.Page(
            context, await payouts.LinesAsync(context.User.Actor, id, ListQuery.First with { Page = page ?? 1, Size = Paging.MaxSize }, context.RequestAborted),
            row => new PayoutLineResponse(row.Id, row.At, row.Kind, row.Text, row.PackageId, row.Document, row.Currency, row.Minor)));
}
