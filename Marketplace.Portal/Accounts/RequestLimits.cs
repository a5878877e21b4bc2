using System.Threading.RateLimiting;
using Marketplace.Portal.Feed;
using Marketplace.Publishing;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Accounts;

/// <summary>
/// Slows down whoever tries many passwords, names or addresses, or sends many packages, from one place. Lock-out guards the single
/// account; this guards all of them. It stands before everything that costs: who is over the limit is asked for no password and sends no body.
/// </summary>
internal static class RequestLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AccountsOptions>().BindConfiguration(AccountsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
            limits.OnRejected = AnswerAsync;
        });
    }

    private static RateLimitPartition<string> Partition(HttpContext context)
    {
        var services = context.RequestServices;
        return IsPackage(context) ? Limited("packages", services.GetRequiredService<IOptions<PublishingOptions>>().Value.PushesPerMinute)
            : IsAttempt(context) ? Limited("attempts", services.GetRequiredService<IOptions<AccountsOptions>>().Value.AttemptsPerMinute)
            : RateLimitPartition.GetNoLimiter("unlimited");

        RateLimitPartition<string> Limited(string what, int most) => RateLimitPartition.GetFixedWindowLimiter(
            $"{what} from {context.Connection.RemoteIpAddress}", _ => new() { PermitLimit = most, Window = Window });
    }

    private static async ValueTask AnswerAsync(OnRejectedContext rejected, CancellationToken cancel)
    {
        var context = rejected.HttpContext;
        context.Response.Headers.RetryAfter = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? $"{Math.Ceiling(wait.TotalSeconds)}" : "60";
        if (IsPackage(context))
        {
            await IntakeAnswers.Problem(context, 429, "push.too-many", "Too many packages came from this address.", "Wait a minute and send it again.").ExecuteAsync(context);
        }
    }

    private static bool IsPackage(HttpContext context) =>
        (HttpMethods.IsPut(context.Request.Method) && Begins(context, FeedEndpoints.Push)) || (HttpMethods.IsPost(context.Request.Method) && Begins(context, PortalUrls.Upload));

    private static bool IsAttempt(HttpContext context) => HttpMethods.IsPost(context.Request.Method) && Begins(context, PortalUrls.Account);

    private static bool Begins(HttpContext context, string path) => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);
}
