using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Publishers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Portal.Publishers;

/// <summary>Serves publishers' icons by their hash, and takes new ones from the form on the publisher's page.</summary>
internal static class PublisherIconEndpoints
{
    // The form around the picture included.
    private const int MaxBytes = 1024 * 1024;

    public static void MapPublisherIcons(this IEndpointRouteBuilder app)
    {
        app.MapGet(PortalUrls.PublisherIcon("{hash:length(64)}"), GetAsync).RequireAuthorization(Policies.Reading);
        app.MapPost(PortalUrls.PublisherIconForm, PostAsync).RequireAuthorization(Policies.SignedIn).WithMetadata(new RequestSizeLimitAttribute(MaxBytes));
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> GetAsync(string hash, PublisherIcons icons, HttpContext context)
    {
        if (await icons.ReadAsync(hash, context.RequestAborted) is not { } picture)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = Caching.Immutable;
        return TypedResults.File(picture, "image/png");
    }

    // The antiforgery token comes with the form and is checked before this runs.
    private static async Task<Results<RedirectHttpResult, ForbidHttpResult>> PostAsync(
        [FromForm] long organization, [FromForm] string publisher, [FromForm] bool? remove, IFormFile? icon, PublisherIcons icons, HttpContext context)
    {
        var outcome = remove is true ? await icons.SetAsync(context.User.Actor, organization, null, context.RequestAborted)
            : await icons.SetAsync(context.User.Actor, organization, await ReadAsync(icon, context.RequestAborted), context.RequestAborted);
        return outcome is IconOutcome.NotAllowed
            ? TypedResults.Forbid()
            : TypedResults.LocalRedirect($"~{PortalUrls.Publisher(publisher)}{(outcome is IconOutcome.Invalid ? "?icon=invalid" : "")}");
    }

    // Nothing, which is no picture, for what is missing or too large.
    private static async Task<byte[]> ReadAsync(IFormFile? icon, CancellationToken cancel)
    {
        if (icon is not { Length: > 0 and <= PngIcon.MaxBytes })
        {
            return [];
        }

        var bytes = new byte[icon.Length];
        await using var file = icon.OpenReadStream();
        await file.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }
}
