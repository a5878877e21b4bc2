using Marketplace.Notifications;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Catalog.Feeds;

/// <summary>Whole addresses, for what is read outside the portal's own pages.</summary>
internal static class PublicAddress
{
    /// <summary>At the address that the operator named, or else at the one that was asked.</summary>
    public static string Of(HttpContext context, string path) =>
        context.RequestServices.GetRequiredService<IOptions<PortalOptions>>().Value.At(path) ?? $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{path}";
}
