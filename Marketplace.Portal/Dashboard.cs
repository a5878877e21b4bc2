using Hangfire;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;

namespace Marketplace.Portal;

public static class Dashboard
{
    private const string OutOfSight =
        "Separate workers run the jobs (Jobs:RunInPortal is false). With SQLite each worker keeps what it runs in its own memory, " +
        "so there is nothing to show here. Look at the log of the worker, or use SQL Server, where this page shows all workers.";

    /// <summary>Hangfire's own pages about the jobs, for operators. What is to be done stands in our rows; these show what runs.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<JobMonitor>().IsOutOfSight)
        {
            app.MapGet(PortalUrls.Jobs + "/{**rest}", () => TypedResults.Text(OutOfSight)).RequireAuthorization(Policies.Operator).ExcludeFromDescription();
            return;
        }

        app.MapHangfireDashboardWithAuthorizationPolicy(Policies.Operator, PortalUrls.Jobs, new DashboardOptions
        {
            AppPath = PortalUrls.JobHealth,
            DashboardTitle = "Jobs",
            DisplayStorageConnectionString = false,
        }).WithMetadata(new ServesPages());
    }
}
