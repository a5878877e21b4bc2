using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Rewrite;

namespace Marketplace.Portal.Http;

/// <summary>Addresses that once were spelled differently lead to today's, so that bookmarks and links in mail stay good.</summary>
internal static class RenamedAddresses
{
    private const string Old = "licence";

    // 308: the method and what was sent stay.
    public static void UseRenamedAddresses(this IApplicationBuilder app) => app.UseRewriter(new RewriteOptions()
        .AddRedirect("(?i)^organisation/(.+)$", "organization/$1", StatusCodes.Status308PermanentRedirect)
        .AddRedirect("(?i)^licences$", "licenses", StatusCodes.Status308PermanentRedirect)
        .AddRedirect("(?i)^modules/([^/]+)/licences$", "modules/$1/licenses", StatusCodes.Status308PermanentRedirect)
        .Add(RenameParameter));

    private static void RenameParameter(RewriteContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        if (!request.Query.ContainsKey(Old))
        {
            return;
        }

        var query = new QueryBuilder(request.Query.Select(one => KeyValuePair.Create(
            one.Key.Equals(Old, StringComparison.OrdinalIgnoreCase) ? "license" : one.Key, one.Value)));
        response.StatusCode = StatusCodes.Status308PermanentRedirect;
        response.Headers.Location = UriHelper.BuildRelative(request.PathBase, request.Path, query.ToQueryString());
        context.Result = RuleResult.EndResponse;
    }
}
