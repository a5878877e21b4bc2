using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Http;

/// <summary>An answer with the hash of its bytes as entity tag (RFC 9110).</summary>
internal static class TaggedResult
{
    /// <param name="seconds">How long it may be shown without asking again; 0 asks each time.</param>
    public static FileContentHttpResult Of(HttpContext context, byte[] bytes, string contentType, int seconds = 0)
    {
        // What someone may see who is signed in must not be kept for others.
        var (headers, whose) = (context.Response.Headers, context.User.Identity?.IsAuthenticated is true ? "private" : "public");
        headers.CacheControl = seconds == 0 ? $"{whose}, no-cache" : $"{whose}, max-age={seconds}";
        headers.Vary = $"Cookie, Authorization, {ApiKeyHeader.Name}";
        return TypedResults.Bytes(bytes, contentType, entityTag: new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\""));
    }
}
