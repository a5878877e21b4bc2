using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Marketplace.Portal;

public static class Health
{
    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: so does the database, in this version's schema.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") }).AllowAnonymous();
    }
}
