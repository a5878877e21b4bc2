using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Accounts;

/// <summary>How often accounts may be tried and are looked at again: section <c>Accounts</c>.</summary>
public sealed class AccountsOptions
{
    public const string Section = "Accounts";

    /// <summary>Sign-ins, registrations and the like that one address may send in a minute; more are answered 429.</summary>
    [Range(1, 10_000)]
    public int AttemptsPerMinute { get; set; } = 30;

    /// <summary>How often, in seconds, an open page asks whether its session still stands and what the person may do.</summary>
    [Range(1, 60)]
    public int RecheckSeconds { get; set; } = 60;
}

/// <summary>Slows down whoever tries many passwords, names or addresses from one place. Lock-out guards the single account.</summary>
internal static class AttemptLimit
{
    public static void AddAttemptLimit(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AccountsOptions>().BindConfiguration(AccountsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
        });
    }

    private static RateLimitPartition<string> Partition(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.Path.StartsWithSegments(PortalUrls.Account, StringComparison.OrdinalIgnoreCase))
        {
            return RateLimitPartition.GetNoLimiter("unlimited");
        }

        var most = context.RequestServices.GetRequiredService<IOptions<AccountsOptions>>().Value.AttemptsPerMinute;
        return RateLimitPartition.GetFixedWindowLimiter($"from {context.Connection.RemoteIpAddress}", _ => new() { PermitLimit = most, Window = TimeSpan.FromMinutes(1) });
    }
}
