using Marketplace.Modules.Packages;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Portal.Http;

/// <summary>Problem details (RFC 9457) with a stable code, as the feed and the upload answer.</summary>
internal static class Problems
{
    public static IResult Of(HttpContext context, int status, string code, string title, string remedy, IReadOnlyList<PackageRefusal>? reasons = null)
    {
        // NuGet's client shows only the reason phrase; over HTTP/2 there is none, and the body says it anyway.
        if (context.Features.Get<IHttpResponseFeature>() is { } response)
        {
            response.ReasonPhrase = Ascii($"{title} {remedy}");
        }

        return TypedResults.Problem(remedy, statusCode: status, title: title, type: $"urn:marketplace:{code}", extensions: new Dictionary<string, object?>
        {
            ["code"] = code,
            ["reasons"] = reasons?.Select(r => new { r.Code, r.Message, r.Remedy, r.Path }),
        });
    }

    /// <summary>As a header may hold it.</summary>
    public static string Ascii(string text) =>
        new([.. text.Replace('“', '"').Replace('”', '"').Replace('’', '\'').Where(c => c is >= ' ' and < '\u007f').Take(400)]);
}
