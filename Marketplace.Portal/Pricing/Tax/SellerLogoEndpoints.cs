using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Pricing.Parties;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Portal.Pricing.Tax;

/// <summary>Serves the seller's logo by its hash, and takes another one from the form beside the seller.</summary>
internal static class SellerLogoEndpoints
{
    // The form around the picture included.
    private const int MaxBytes = 1024 * 1024;

    public static void MapSellerLogo(this IEndpointRouteBuilder app)
    {
        app.MapGet(PortalUrls.SellerLogo("{hash:length(64)}"), GetAsync).RequireAuthorization(Policies.Reading);
        app.MapPost(PortalUrls.SellerLogoForm, PostAsync).RequireAuthorization(Policies.Operator).WithMetadata(new RequestSizeLimitAttribute(MaxBytes));
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> GetAsync(string hash, SellerLogos logos, HttpContext context)
    {
        if (await logos.ReadAsync(context.RequestAborted) is not { } logo || logo.Hash != hash)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = Caching.Immutable;
        return TypedResults.File(logo.Content, logo.MediaType);
    }

    // The antiforgery token comes with the form and is checked before this runs.
    private static async Task<Results<RedirectHttpResult, ForbidHttpResult>> PostAsync(
        [FromForm] bool? remove, IFormFile? logo, SellerLogos logos, HttpContext context)
    {
        var outcome = await logos.SetAsync(
            context.User.Actor, remove is true ? null : await ReadAsync(logo, context.RequestAborted), context.RequestAborted);
        return outcome is PartyOutcome.NotAllowed
            ? TypedResults.Forbid()
            : TypedResults.LocalRedirect($"~{PortalUrls.TaxIn("seller")}{(outcome is PartyOutcome.Saved ? "" : "&logo=invalid")}");
    }

    // Nothing, which is no picture, for what is missing or too large.
    private static async Task<byte[]> ReadAsync(IFormFile? logo, CancellationToken cancel)
    {
        if (logo is null || logo.Length is 0 || logo.Length > SellerLogos.Limits.MaxBytes)
        {
            return [];
        }

        var bytes = new byte[logo.Length];
        await using var file = logo.OpenReadStream();
        await file.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }
}
