using System.Threading.RateLimiting;
using Marketplace.Portal.Http;
using Marketplace.Publishing;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Accounts;

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
        builder.Services.AddOptions<AccountsOptions>().BindConfiguration(AccountsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
            limits.OnRejected = AnswerAsync;
        });
    }

    private static RateLimitPartition<string> Partition(HttpContext context)
    {
        var (services, kind) = (context.RequestServices, Kind(context));
        return kind.Length == 0 ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter(
                $"{kind} {Network.Of(context.Connection.RemoteIpAddress)}", _ => new() { PermitLimit = Limit(services, kind), Window = Window });
    }

    private static int Limit(IServiceProvider services, string kind) => kind switch
    {
        "push" => services.GetRequiredService<IOptions<PublishingOptions>>().Value.PushesPerMinute,
        "accounts" => services.GetRequiredService<IOptions<AccountsOptions>>().Value.AttemptsPerMinute,
        "api" => services.GetRequiredService<IOptions<LimitOptions>>().Value.ApiPerMinute,
        "feed" => services.GetRequiredService<IOptions<LimitOptions>>().Value.FeedPerMinute,
        _ => services.GetRequiredService<IOptions<LimitOptions>>().Value.CircuitsPerMinute,
    };

    private static async ValueTask AnswerAsync(OnRejectedContext rejected, CancellationToken cancel)
    {
        var context = rejected.HttpContext;
        context.Response.Headers.RetryAfter = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
            ? $"{Math.Ceiling(wait.TotalSeconds)}"
            : "60";
        SecurityHeaders.Confine(context.Response);
        await Problems.Of(context, 429, $"{Kind(context)}.too-many", "Too many requests came from this address.", "Wait a minute and try again.")
            .ExecuteAsync(context);
    }

    // What is counted together, which is also where the code of the problem begins; empty is not limited.
    private static string Kind(HttpContext context) =>
        HttpMethods.IsPut(context.Request.Method) && Begins(context, PortalUrls.Push) ? "push"
        : HttpMethods.IsPost(context.Request.Method) && Begins(context, PortalUrls.Upload) ? "push"
        : HttpMethods.IsPost(context.Request.Method) && Begins(context, PortalUrls.Account) ? "accounts"
        : Begins(context, PortalUrls.Api) ? "api"
        : Begins(context, PortalUrls.Feed) ? "feed"
        : OpensCircuit(context) ? "circuits"
        : "";

    // A connection that stands names itself in each later request, of which some transports need many.
    private static bool OpensCircuit(HttpContext context) =>
        Begins(context, Hub + "/negotiate")
        || (context.Request.Path.Equals(Hub, StringComparison.OrdinalIgnoreCase) && !context.Request.Query.ContainsKey("id"));

    private static bool Begins(HttpContext context, string path) => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);
}
