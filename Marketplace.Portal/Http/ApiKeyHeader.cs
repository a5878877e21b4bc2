using System.Net.Http.Headers;
using System.Text;

namespace Marketplace.Portal.Http;

/// <summary>Where a request carries an API key.</summary>
internal static class ApiKeyHeader
{
    public const string Name = "X-NuGet-ApiKey";

    public static bool IsGiven(HttpRequest request) => Read(request) is not null;

    public static string? Read(HttpRequest request) => request.Headers[Name].FirstOrDefault()
        ?? (AuthenticationHeaderValue.TryParse(request.Headers.Authorization.FirstOrDefault(), out var given) ? given switch
        {
            { Scheme: "Bearer", Parameter: { } key } => key,
            { Scheme: "Basic", Parameter: { } pair } => Password(pair),
            _ => null,
        } : null);

    private static string? Password(string pair)
    {
        var bytes = new byte[pair.Length];
        return Convert.TryFromBase64String(pair, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password]
            ? password
            : null;
    }
}
