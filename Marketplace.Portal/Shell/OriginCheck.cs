namespace Marketplace.Portal.Shell;

/// <summary>
/// Circuits are opened by our own pages only. A browser sends the cookie along with a web socket of any site, and no other rule of the browser stops it.
/// </summary>
internal static class OriginCheck
{
    private const string Hub = "/_blazor";

    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(Hub, StringComparison.OrdinalIgnoreCase)
            && context.Request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && from.Authority.Equals(context.Request.Host.Value, StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
