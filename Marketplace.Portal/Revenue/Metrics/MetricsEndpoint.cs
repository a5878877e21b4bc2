using System.Security.Cryptography;
using System.Text;
using Marketplace.Revenue.Metrics;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Portal.Revenue.Metrics;

/// <summary>Figures of revenue for monitoring, for whoever knows the key of the settings; without one there is nothing here.</summary>
internal static class MetricsEndpoint
{
    private const string Scheme = "Bearer ";

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapGet(PortalUrls.Metrics, ReadAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> ReadAsync(
        HttpContext context, RevenueMetrics metrics, IOptions<MetricsOptions> options, CancellationToken cancel)
    {
        if (options.Value.Key == "")
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        if (!IsKey(context.Request.Headers.Authorization.ToString(), options.Value.Key))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return TypedResults.Unauthorized();
        }

        var families = await metrics.ReadAsync(cancel);
        context.Response.Headers.Vary = HeaderNames.Accept;
        return WantsOpenMetrics(context.Request)
            ? TypedResults.Text(MetricsText.OpenMetrics(families), MetricsText.OpenMetricsType)
            : TypedResults.Text(MetricsText.Prometheus(families), MetricsText.PrometheusType);
    }

    // Of hashes, so that not even its length can be told from the time that it takes.
    private static bool IsKey(string authorization, string key) => authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(authorization[Scheme.Length..].Trim()), Hash(key));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // Who names both gets the one that it likes as well or better.
    private static bool WantsOpenMetrics(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        double Quality(string type) => accepted.Where(one => one.MediaType == type).Select(one => one.Quality ?? 1).DefaultIfEmpty(0).Max();
        var open = Quality("application/openmetrics-text");
        return open > 0 && open >= Quality("text/plain");
    }
}
