using Marketplace.Portal.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Marketplace.Portal.Catalog.Rest;

/// <summary>The catalogue for programs: one resource in each file beside this. See docs/http.md.</summary>
public static class RestEndpoints
{
    public const string Root = "/api/v1";
    public const string Document = "/openapi/v1.json";

    public static void AddRest(this WebApplicationBuilder builder)
    {
        // A value that cannot be read is the caller's mistake, in Development too.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        builder.Services.AddOpenApi("v1", document =>
        {
            document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            document.ShouldInclude = endpoint => $"/{endpoint.RelativePath}".StartsWith(Root, StringComparison.Ordinal);
            document.AddDocumentTransformer(Describe);
        });
    }

    public static void MapRest(this WebApplication app)
    {
        app.MapOpenApi(Document.Replace("v1", "{documentName}", StringComparison.Ordinal)).RequireAuthorization(Reading());
        var catalogue = app.MapGroup(Root).RequireAuthorization(Reading()).AddEndpointFilter(RestAnswers.FinishAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized);
        catalogue.MapSearch();
        catalogue.MapSuggestions();
        catalogue.MapModule();
        catalogue.MapReleases();
        catalogue.MapDependencies();
        catalogue.MapCompatibility();
        catalogue.MapReviews();
        catalogue.MapCategories();
        catalogue.MapPublishers();
        catalogue.MapGet("{**rest}", () => RestAnswers.NotFound("resource", "There is no such resource.", $"{Document} names those that there are.")).ExcludeFromDescription();
    }

    // A person's cookie or an organisation's key; the key last, since it writes the answer to those who have neither.
    internal static AuthorizeAttribute Reading() => new(Policies.Reading) { AuthenticationSchemes = $"{IdentityConstants.ApplicationScheme},{ApiKeyHandler.Scheme}" };

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new()
        {
            Title = "Marketplace catalogue",
            Version = "v1",
            Description = "Reads the catalogue. Instants are UTC (RFC 3339), sizes are bytes, versions are SemVer 2, ranges are NuGet version ranges. Errors are problem details (RFC 9457) with a stable code.",
        };
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key with the scope Read. Needed only for what is not open to all." },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }, new()];
        return Task.CompletedTask;
    }
}
