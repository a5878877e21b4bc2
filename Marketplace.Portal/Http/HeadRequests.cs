namespace Marketplace.Portal.Http;

internal static class HeadRequests
{
    /// <summary>Endpoints mapped to it that answer GET answer HEAD too (RFC 9110, 9.3.2); the server leaves the body out.</summary>
    public static RouteGroupBuilder MapWithHead(this IEndpointRouteBuilder app)
    {
        var endpoints = app.MapGroup("");
        // At the end, when what each endpoint says of itself is known.
        ((IEndpointConventionBuilder)endpoints).Finally(AllowHead);
        return endpoints;
    }

    private static void AllowHead(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods: var methods } && methods.Contains(HttpMethods.Get)
            && !methods.Contains(HttpMethods.Head))
        {
            endpoint.Metadata.Add(new HttpMethodMetadata([.. methods, HttpMethods.Head]));
        }
    }
}
