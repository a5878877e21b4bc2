using System.Threading.RateLimiting;
using Marketplace.Billing.Dunning;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Http;

/// <summary>Requests that are counted together.</summary>
/// <param name="Kind">The name of the count, with which the code of the problem begins.</param>
/// <param name="Counts">Which requests they are.</param>
/// <param name="PerMinute">How many of them one address may send in a minute, by the settings.</param>
internal sealed record RequestLimit(string Kind, Func<HttpRequest, bool> Counts, Func<IServiceProvider, int> PerMinute);

/// <summary>
/// Slows down whoever tries many passwords, names or addresses, sends many packages, or asks without end, from one place. Lock-out guards the single
/// account; this guards all of them. It stands before everything that costs: who is over the limit is asked for no password and sends no body.
/// </summary>
internal static class RequestLimits
{
    private const string Hub = "/_blazor";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRequestLimit("api", request => request.Begins(PortalUrls.Api), sp => Limits(sp).ApiPerMinute);
        builder.Services.AddRequestLimit("links", request => request.Begins(DunningLink.Page), sp => Limits(sp).LinksPerMinute);
        builder.Services.AddRequestLimit("circuits", OpensCircuit, sp => Limits(sp).CircuitsPerMinute);
        builder.Services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
            limits.OnRejected = AnswerAsync;
        });
    }

    /// <summary>Adds a count. The first that counts a request wins; those of one kind share their count.</summary>
    public static void AddRequestLimit(this IServiceCollection services, string kind, Func<HttpRequest, bool> counts, Func<IServiceProvider, int> perMinute) =>
        services.AddSingleton(new RequestLimit(kind, counts, perMinute));

    public static bool Begins(this HttpRequest request, string path) => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);

    public static LimitOptions Limits(IServiceProvider services) => services.GetRequiredService<IOptions<LimitOptions>>().Value;

    private static RateLimitPartition<string> Partition(HttpContext context) => LimitOf(context) is { } limit
        ? RateLimitPartition.GetFixedWindowLimiter(
            $"{limit.Kind} {Network.Of(context.Connection.RemoteIpAddress)}",
            _ => new() { PermitLimit = limit.PerMinute(context.RequestServices), Window = Window })
        : RateLimitPartition.GetNoLimiter("");

    private static RequestLimit? LimitOf(HttpContext context) =>
        context.RequestServices.GetServices<RequestLimit>().FirstOrDefault(limit => limit.Counts(context.Request));

    private static async ValueTask AnswerAsync(OnRejectedContext rejected, CancellationToken cancel)
    {
        var context = rejected.HttpContext;
        context.Response.Headers.RetryAfter = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
            ? $"{Math.Ceiling(wait.TotalSeconds)}"
            : "60";
        SecurityHeaders.Confine(context.Response);
        await Problems.Of(context, 429, $"{LimitOf(context)?.Kind}.too-many", "Too many requests came from this address.", "Wait a minute and try again.")
            .ExecuteAsync(context);
    }

    // A connection that stands names itself in each later request, of which some transports need many.
    private static bool OpensCircuit(HttpRequest request) =>
        request.Begins(Hub + "/negotiate") || (request.Path.Equals(Hub, StringComparison.OrdinalIgnoreCase) && !request.Query.ContainsKey("id"));
}
