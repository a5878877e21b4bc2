using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Portal.Search;

/// <summary>
/// What someone who reads plain pages searched for, by where their browser says that they come from. Robots say nothing of the
/// kind, and are not counted.
/// </summary>
internal static class PlainSearch
{
    /// <summary>The words on the page that led to this one; empty if there were none, null if no page of this portal did.</summary>
    public static string? Before(HttpContext context)
    {
        var headers = context.Request.Headers;
        return headers["Sec-Fetch-Site"] == "same-origin" && Uri.TryCreate(headers.Referer, UriKind.Absolute, out var from)
            ? from.AbsolutePath == PortalUrls.Home && QueryHelpers.ParseQuery(from.Query).TryGetValue("q", out var text) ? text.ToString().Trim() : ""
            : null;
    }
}
