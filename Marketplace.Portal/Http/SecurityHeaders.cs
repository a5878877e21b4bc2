using Microsoft.AspNetCore.Components.Endpoints;

namespace Marketplace.Portal.Http;

/// <summary>On an endpoint that serves pages without being a component.</summary>
internal sealed class ServesPages;

/// <summary>What a browser may do with our answers. A page: its own scripts only, none of them inline, and no framing. Everything else: nothing.</summary>
internal static class SecurityHeaders
{
    // MudBlazor writes its theme and positions as inline styles, so styles alone may be inline.
    private const string Page =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
        "font-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private const string NoPage = "default-src 'none'; sandbox";

    /// <summary>Goes after what asks the pipeline again for another page, so that it looks at the endpoint that answers.</summary>
    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        if (context.GetEndpoint() is { } endpoint && IsPage(endpoint))
        {
            headers.ContentSecurityPolicy = Page;
        }

        return next(context);
    }

    public static bool IsPage(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null || endpoint.Metadata.GetMetadata<ServesPages>() is not null;

    /// <summary>Goes first: whatever answers, also before it is known which endpoint it is for, is confined unless it is a page.</summary>
    public static Task ConfineAsync(HttpContext context, RequestDelegate next)
    {
        Confine(context.Response);
        return next(context);
    }

    /// <summary>Should a browser show what a publisher wrote, it runs nothing, loads nothing and has no origin.</summary>
    public static void Confine(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = NoPage;
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
