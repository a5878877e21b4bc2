using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Marketplace.Portal.Http;

/// <summary>What the resources for programs have in common; each slice maps its own. See docs/http.md.</summary>
public static class Api
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.AddRequestLimits();
        // A value that cannot be read is the caller's mistake, in Development too.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        builder.Services.AddOpenApi("v1", document =>
        {
            document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            // That HEAD answers as GET does goes without saying, and an operation has one name.
            document.ShouldInclude = endpoint => endpoint.HttpMethod is not "HEAD"
                && $"/{endpoint.RelativePath}".StartsWith(PortalUrls.Api, StringComparison.Ordinal);
            document.AddDocumentTransformer(Describe);
        });
    }

    /// <summary>Goes before authentication: what no endpoint can answer is a problem with a code too, such as a body that is no JSON.</summary>
    public static void UseApi(this WebApplication app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(PortalUrls.Api, StringComparison.OrdinalIgnoreCase),
        rest => rest.UseStatusCodePages(pages => (pages.HttpContext.Response.StatusCode switch
        {
            400 => ApiResults.Problem(400, "request", "What was sent cannot be read.", $"Send JSON as {PortalUrls.ApiDocument} describes it."),
            403 => ApiResults.Problem(403, "scope", "This key or person may not do that.", "Use an API key with the scope that it needs."),
            404 => ApiResults.NotFound(
                "resource", "There is no such resource, or it does not take that method or content type.",
                $"Send JSON as application/json; {PortalUrls.ApiDocument} names what there is."),
            var status => TypedResults.Problem(statusCode: status),
        }).ExecuteAsync(pages.HttpContext)));

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new()
        {
            Title = "Marketplace",
            Version = "v1",
            Description = "Reads the catalog, plans, carries out and follows what is installed on sites, and reads and changes what is bought. "
                + "Instants are UTC (RFC 3339), sizes are bytes, versions are SemVer 2, ranges are NuGet version ranges. "
                + "Errors are problem details (RFC 9457) with a stable code.",
        };
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["key"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key with the scope Read for what is not open to all, Install for changing sites, "
                    + "or Billing for changing subscriptions.",
            },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }, new()];
        return Task.CompletedTask;
    }
}
