using System.Text.Json;
using Marketplace.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Marketplace.Portal.Http;

/// <summary>One page of a list.</summary>
/// <param name="Total">How many items there are on all pages.</param>
/// <param name="Page">Its number, from 1.</param>
/// <param name="Pages">The number of the last page; 0 where there is nothing.</param>
/// <param name="Size">How many items a full page has.</param>
public sealed record PageResponse<T>(IReadOnlyList<T> Items, int Total, int Page, int Pages, int Size);

/// <summary>What all answers have in common: tags, links to other pages, and problems.</summary>
internal static class ApiResults
{
    public const int MaxPages = 1000;

    /// <summary>Tags what is answered, so that a client who has it already is told 304 instead of being sent it again.</summary>
    public static async ValueTask<object?> FinishAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        if (context.Response.StatusCode is StatusCodes.Status400BadRequest)
        {
            return Problem(400, "request", "A value in the address cannot be read.", "Compare it with the document of the interface.");
        }

        if (ApiKeyHeader.IsGiven(context.Request) && context.User.Identity?.IsAuthenticated is not true)
        {
            return Problem(
                401, "key", "The API key is unknown, revoked or expired.",
                "Make a new one under API keys, or leave it away to read what is open to all.");
        }

        var answer = await next(call);
        answer = answer is INestedHttpResult nested ? nested.Result : answer;
        return answer is IValueHttpResult { Value: { } value } and IStatusCodeHttpResult { StatusCode: 200 or null } and not ProblemHttpResult
            ? TaggedResult.Of(
                context,
                JsonSerializer.SerializeToUtf8Bytes(
                    value, context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions),
                "application/json; charset=utf-8")
            : answer;
    }

    /// <summary>A page of it, with links to the pages beside it in the header <c>Link</c> (RFC 8288).</summary>
    public static PageResponse<T> Page<TRow, T>(HttpContext context, Page<TRow> page, Func<TRow, T> item)
    {
        var links = new[] { (Page: page.Number - 1, Rel: "prev"), (Page: page.Number + 1, Rel: "next") }
            .Where(link => link.Page >= 1 && link.Page <= Math.Min(page.Pages, MaxPages))
            .ToList();
        if (links.Count > 0)
        {
            context.Response.Headers.Link = string.Join(", ", links.Select(link => $"<{Address(context.Request, link.Page)}>; rel=\"{link.Rel}\""));
        }

        return new([.. page.Rows.Select(item)], page.Total, page.Number, page.Pages, page.Size);
    }

    /// <summary>Null if the page may be asked for.</summary>
    public static ProblemHttpResult? Refusal(int? page, int? size = null) =>
        page is < 1 or > MaxPages ? Problem(400, "page", $"There is no page {page}.", $"Pages are numbered from 1 to at most {MaxPages}.")
        : size is < 1 or > Paging.MaxSize ? Problem(400, "size", $"A page cannot have {size} items.", $"Ask for 1 to {Paging.MaxSize}.")
        : null;

    public static ProblemHttpResult NotFound(string code, string title, string remedy = "") => Problem(404, code, title, remedy);

    public static ProblemHttpResult NoModule(string id) =>
        NotFound("module", $"There is no available module “{id}”.", "Search for it, or sign in with a key that may see it.");

    public static ProblemHttpResult NoRelease(string id, string? version) =>
        NotFound("release", $"{id} has no available version “{version}”.", "Its releases name those that there are.");

    public static ProblemHttpResult Problem(int status, string code, string title, string remedy) =>
        TypedResults.Problem(
            remedy, statusCode: status, title: title, type: $"urn:marketplace:api.{code}",
            extensions: new Dictionary<string, object?> { ["code"] = $"api.{code}" });

    private static string Address(HttpRequest request, int page)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        query["page"] = $"{page}";
        return QueryHelpers.AddQueryString($"{request.PathBase}{request.Path}", query);
    }
}
