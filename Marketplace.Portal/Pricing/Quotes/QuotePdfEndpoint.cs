using System.Globalization;
using Marketplace.Portal.Http;
using Marketplace.Portal.Shared;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Pricing.Quotes;

/// <summary>A quote as PDF, for whoever has its address; in the formats of the language that is asked for, and of none where none is.</summary>
internal static class QuotePdfEndpoint
{
    public static void MapQuotePdf(this IEndpointRouteBuilder app) => app.MapGet(PortalUrls.QuotePdf("{id:guid}"), ReadAsync).AllowAnonymous();

    private static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> ReadAsync(
        Guid id, QuoteQueries quotes, SellerLogos logos, HttpContext context, CancellationToken cancel)
    {
        if (await quotes.ReadAsync(id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        if (!view.IsWhole)
        {
            return ApiResults.Problem(409, "quote-changed", "This quote is not as it was when it was made.", "Make another one on the module’s page.");
        }

        var culture = context.Request.Headers.AcceptLanguage.Count > 0 ? BrowserFormats.CultureOf(context.Request) : CultureInfo.InvariantCulture;
        var pdf = new QuotePdf(view, id, PublicAddress.Of(context, PortalUrls.Quote(id)), (await logos.ReadAsync(cancel))?.Content, culture);
        (context.Response.Headers.CacheControl, context.Response.Headers["X-Robots-Tag"]) = ("private, no-cache", "noindex");
        // Browsers show no PDF within the sandbox that all answers but pages have, so it is saved.
        return TypedResults.File(pdf.Write(), "application/pdf", $"quote-{view.Hash[..8]}.pdf");
    }
}
