using System.Globalization;
using Marketplace.Billing.Invoices;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Portal.Shared;
using Marketplace.Pricing.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Billing;

/// <summary>An invoice or credit note as files: PDF, and EN 16931 as UBL 2.1.</summary>
internal static class InvoiceFiles
{
    public static void MapInvoiceFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/invoices/{number}/pdf", PdfAsync).RequireAuthorization(Policies.SignedIn);
        app.MapGet("/invoices/{number}/xml", XmlAsync).RequireAuthorization(Policies.SignedIn);
    }

    /// <summary>In the formats of the language that is asked for, and of none where none is.</summary>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PdfAsync(
        string number, InvoiceQueries invoices, SellerLogos logos, HttpContext context)
    {
        if (await invoices.ReadAsync(context.User.Actor, number, context.RequestAborted) is not { } view)
        {
            return NoInvoice(number);
        }

        var culture = context.Request.Headers.AcceptLanguage.Count > 0 ? BrowserFormats.CultureOf(context.Request) : CultureInfo.InvariantCulture;
        var logo = (await logos.ReadAsync(context.RequestAborted))?.Content;
        var id = InvoicePdf.IdOf(view.Row.Id, view.Row.IssuedAt);
        Keep(context);
        return TypedResults.File(new InvoicePdf(view.Document, id, view.Row.IssuedAt, logo, culture).Write(), "application/pdf", $"{view.Row.Number}.pdf");
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> XmlAsync(string number, InvoiceQueries invoices, HttpContext context)
    {
        if (await invoices.ReadAsync(context.User.Actor, number, context.RequestAborted) is not { } view)
        {
            return NoInvoice(number);
        }

        if (!view.HasXml)
        {
            return ApiResults.Problem(
                409, "invoice-xml", $"{view.Row.Number} cannot be written by EN 16931, which knows VAT alone and two decimals.", "Take its PDF.");
        }

        Keep(context);
        return TypedResults.File(UblInvoice.Write(view.Document), "application/xml", $"{view.Row.Number}.xml");
    }

    public static ProblemHttpResult NoInvoice(string number) =>
        ApiResults.NotFound("invoice", $"There is no invoice {number} of yours.", "GET /api/v1/invoices lists those that there are.");

    private static void Keep(HttpContext context) =>
        (context.Response.Headers.CacheControl, context.Response.Headers["X-Robots-Tag"]) = ("private, no-cache", "noindex");
}
