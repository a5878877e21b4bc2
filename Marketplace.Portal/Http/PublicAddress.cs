using Marketplace.Notifications;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Http;

/// <summary>Whole addresses, for what is read outside the portal's own pages.</summary>
internal static class PublicAddress
{
    public static string Of(HttpContext context, string path) => context.RequestServices.GetRequiredService<IOptions<PortalOptions>>().Value.At(path);
}
