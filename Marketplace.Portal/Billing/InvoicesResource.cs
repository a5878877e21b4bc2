using System.ComponentModel;
using Marketplace.Billing.Interest;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Pricing.Tax;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Billing;

/// <param name="Kind"><c>Invoice</c> or <c>CreditNote</c>.</param>
/// <param name="State"><c>Open</c>, <c>Overdue</c>, <c>Paid</c> or <c>Credited</c>; <c>Issued</c> for credit notes.</param>
/// <param name="Net">Without tax, in minor units of the currency (ISO 4217).</param>
/// <param name="Open">What is still to be paid, in minor units.</param>
/// <param name="Corrects">The number of the invoice that a credit note is for.</param>
/// <param name="IsTest">Made in the sandbox: no money moved.</param>
/// <param name="InterestOn">The number of the invoice that was paid late, where it is one of interest.</param>
public sealed record InvoiceResponse(
    string Number, InvoiceKind Kind, InvoiceState State, string Organization, DateTime IssuedAt, DateOnly? Due, string Currency, long Net, long Tax, long Total,
    long Open, string? Corrects, bool IsTest, string? InterestOn)
{
    internal static InvoiceResponse Of(InvoiceRow row) => new(
        row.Number, row.Kind, row.State, row.Organization, row.IssuedAt, row.Due, row.Currency, row.NetMinor, row.TaxMinor, row.Total.Minor, row.OpenMinor,
        row.Corrects, row.IsTest, row.InterestOn);
}

/// <param name="From">The first day that it is for; null where it is sold for good.</param>
/// <param name="To">The day after the last.</param>
public sealed record InvoiceLineResponse(string Text, string Detail, long Net, long Tax, DateOnly? From, DateOnly? To);

/// <param name="Tax">Of the sum of all lines, in minor units.</param>
public sealed record InvoiceTaxResponse(string Name, string Country, decimal Percent, long Net, long Tax);

public sealed record InvoicePaymentResponse(string Provider, string? Method, long Amount, DateTime At);

public sealed record InvoiceCreditResponse(string Number, long Total, string Reason, DateTime At, RefundState? Refund);

/// <param name="From">The first day that was charged.</param>
/// <param name="To">The day after the last.</param>
public sealed record ChargedInterestResponse(string Number, DateOnly From, DateOnly To, long Amount);

/// <param name="Accrued">To yesterday, and not charged, in minor units.</param>
/// <param name="Waived">Why nothing more is charged; null where it was not waived.</param>
public sealed record InvoiceInterestResponse(long Accrued, int Days, IReadOnlyList<ChargedInterestResponse> Charged, string? Waived)
{
    internal static InvoiceInterestResponse? Of(InterestView? interest) => interest is null ? null : new(
        interest.Accrued.Minor, interest.Days,
        [.. interest.Charged.Select(one => new ChargedInterestResponse(one.Number, one.From, one.Until, one.Amount.Minor))], interest.Waived);
}

/// <param name="Line">The first of the lines that are for it, from 0.</param>
public sealed record InvoicedSubscription(Guid Id, DateTime From, DateTime Until, int Line);

/// <param name="Order">What was ordered; null where nobody ordered.</param>
/// <param name="Reference">What a transfer names.</param>
/// <param name="HasXml">It can be had as EN 16931.</param>
/// <param name="Subscriptions">Those that it is for; empty where it is for none.</param>
/// <param name="Interest">What it costs because it is or was paid late; null where that is nothing.</param>
public sealed record InvoiceFacts(
    InvoiceResponse Invoice, Guid? Order, string Reference, bool HasXml, IReadOnlyList<string> Notes, IReadOnlyList<InvoiceLineResponse> Lines,
    IReadOnlyList<InvoiceTaxResponse> Taxes, IReadOnlyList<InvoicePaymentResponse> Payments, IReadOnlyList<InvoiceCreditResponse> CreditNotes,
    InvoiceInterestResponse? Interest, IReadOnlyList<InvoicedSubscription> Subscriptions);

internal static class InvoicesResource
{
    public static void MapInvoiceResource(this IEndpointRouteBuilder api)
    {
        api.MapGet("/invoices", ListAsync).WithName("invoices")
            .WithSummary("Invoices and credit notes of your organizations, those to be paid first, 100 on a page.");
        api.MapGet("/invoices/{number}", ReadAsync).WithName("invoice")
            .WithSummary("An invoice or credit note with its lines, taxes, payments and credit notes.").ProducesProblem(404);
        api.MapGet("/invoices/{number}/pdf", InvoiceFiles.PdfAsync).WithName("invoice-pdf")
            .WithSummary("The same as PDF, in the formats of Accept-Language.").Produces(200, contentType: "application/pdf").ProducesProblem(404);
        api.MapGet("/invoices/{number}/xml", InvoiceFiles.XmlAsync).WithName("invoice-xml")
            .WithSummary("The same by EN 16931 as UBL 2.1.").Produces(200, contentType: "application/xml").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Ok<PageResponse<InvoiceResponse>>, ProblemHttpResult>> ListAsync(
        [Description("From 1.")] int? page, InvoiceQueries invoices, HttpContext context) =>
        ApiResults.Refusal(page) is { } refusal ? refusal
        : TypedResults.Ok(ApiResults.Page(
            context, await invoices.OwnAsync(context.User.Actor, ListQuery.First with { Page = page ?? 1, Size = Paging.MaxSize }, context.RequestAborted),
            InvoiceResponse.Of));

    private static async Task<Results<Ok<InvoiceFacts>, ProblemHttpResult>> ReadAsync(
        [Description("Such as M-2026-000017.")] string number, InvoiceQueries invoices, InterestQueries interest, SubscriptionQueries subscriptions,
        HttpContext context)
    {
        var (actor, cancel) = (context.User.Actor, context.RequestAborted);
        return await invoices.ReadAsync(actor, number, cancel) is { } view
            ? TypedResults.Ok(Facts(
                view, view.Document, await interest.ReadAsync(actor, number, cancel), await subscriptions.OnInvoiceAsync(actor, number, cancel)))
            : InvoiceFiles.NoInvoice(number);
    }

    private static InvoiceFacts Facts(InvoiceView view, InvoiceDocument document, InterestView? interest, IReadOnlyList<InvoicedPeriod> periods) => new(
        InvoiceResponse.Of(view.Row), view.OrderId, document.Reference, view.HasXml,
        document.Reason is { } reason ? [reason, .. document.Notes] : document.Notes,
        [.. document.Lines.Select(line => new InvoiceLineResponse(line.Text, line.Detail, line.Net.Minor, line.Tax.Minor, line.From, line.To))],
        [.. document.Taxes.Select(Tax)],
        [.. view.Payments.Select(paid => new InvoicePaymentResponse(paid.Provider, paid.Method, paid.Amount.Minor, paid.At))],
        [.. view.Credits.Select(credit => new InvoiceCreditResponse(credit.Number, credit.Total.Minor, credit.Reason, credit.At, credit.Refund))],
        InvoiceInterestResponse.Of(interest), [.. periods.Select(one => new InvoicedSubscription(one.SubscriptionId, one.From, one.Until, one.Line))]);

    private static InvoiceTaxResponse Tax(TaxSum tax) => new(tax.Rate.Name, tax.Rate.Country, tax.Rate.Percent, tax.Net.Minor, tax.Tax.Minor);
}
