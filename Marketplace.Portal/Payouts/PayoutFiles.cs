using System.Globalization;
using Marketplace.Billing.Invoices;
using Marketplace.Payouts;
using Marketplace.Payouts.Statements;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Payouts;

/// <summary>The statement of a payout as PDF, and its self-billing invoice as PDF and by EN 16931.</summary>
internal static class PayoutFiles
{
    public static void MapPayoutFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/payouts/{id:long}/pdf", StatementAsync).RequireAuthorization(Policies.SignedIn);
        app.MapGet("/payouts/{id:long}/invoice.pdf", InvoiceAsync).RequireAuthorization(Policies.SignedIn);
        app.MapGet("/payouts/{id:long}/invoice.xml", XmlAsync).RequireAuthorization(Policies.SignedIn);
        app.MapGet("/payouts/{id:long}/credit-notes/{note:long}/pdf", CreditPdfAsync).RequireAuthorization(Policies.SignedIn);
        app.MapGet("/payouts/{id:long}/credit-notes/{note:long}/xml", CreditXmlAsync).RequireAuthorization(Policies.SignedIn);
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> StatementAsync(long id, PayoutStatements statements, HttpContext context)
    {
        if (await statements.ReadAsync(context.User.Actor, id, context.RequestAborted) is not { } statement)
        {
            return NoPayout(id);
        }

        Keep(context);
        return TypedResults.File(new StatementPdf(statement, Culture(context)).Write(), "application/pdf", $"{statement.Payout.Row.Name}.pdf");
    }

    public static Task<Results<FileContentHttpResult, ProblemHttpResult>> InvoiceAsync(long id, SelfBills bills, HttpContext context) =>
        BillPdfAsync(id, null, bills, context);

    public static Task<Results<FileContentHttpResult, ProblemHttpResult>> XmlAsync(long id, SelfBills bills, HttpContext context) =>
        BillXmlAsync(id, null, bills, context);

    public static Task<Results<FileContentHttpResult, ProblemHttpResult>> CreditPdfAsync(long id, long note, SelfBills bills, HttpContext context) =>
        BillPdfAsync(id, note, bills, context);

    public static Task<Results<FileContentHttpResult, ProblemHttpResult>> CreditXmlAsync(long id, long note, SelfBills bills, HttpContext context) =>
        BillXmlAsync(id, note, bills, context);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> BillPdfAsync(long id, long? note, SelfBills bills, HttpContext context)
    {
        if (await bills.ReadAsync(context.User.Actor, id, note, context.RequestAborted) is not { } bill)
        {
            return NoInvoice(id);
        }

        Keep(context);
        // In the publisher's name: the marketplace's logo is not on it.
        var pdf = new InvoicePdf(bill.Document, InvoicePdf.IdOf(bill.Id, bill.IssuedAt), bill.IssuedAt, logo: null, Culture(context));
        return TypedResults.File(pdf.Write(), "application/pdf", $"{bill.Number}.pdf");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> BillXmlAsync(long id, long? note, SelfBills bills, HttpContext context)
    {
        if (await bills.ReadAsync(context.User.Actor, id, note, context.RequestAborted) is not { } bill)
        {
            return NoInvoice(id);
        }

        if (!UblInvoice.Can(bill.Document))
        {
            return ApiResults.Problem(
                409, "invoice-xml", $"{bill.Number} cannot be written by EN 16931, which asks for the supplier’s number for tax.", "Take its PDF.");
        }

        Keep(context);
        return TypedResults.File(UblInvoice.Write(bill.Document), "application/xml", $"{bill.Number}.xml");
    }

    public static ProblemHttpResult NoPayout(long id) =>
        ApiResults.NotFound("payout", $"There is no payout {id} of yours.", "GET /api/v1/payouts lists those that there are.");

    private static ProblemHttpResult NoInvoice(long id) => ApiResults.NotFound(
        "self-billing-invoice", $"There is no self-billing invoice of payout {id}.", "One is issued with a payout if the publisher has billing details.");

    private static CultureInfo Culture(HttpContext context) =>
        context.Request.Headers.AcceptLanguage.Count > 0 ? BrowserFormats.CultureOf(context.Request) : CultureInfo.InvariantCulture;

    private static void Keep(HttpContext context) =>
        (context.Response.Headers.CacheControl, context.Response.Headers["X-Robots-Tag"]) = ("private, no-cache", "noindex");
}
