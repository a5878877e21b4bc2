using Hangfire;
using Hangfire.Dashboard;
using Marketplace.Portal.Accounts;

namespace Marketplace.Portal;

public static class Dashboard
{
    /// <summary>Hangfire's own pages about the jobs, for operators. What is to be done stands in our rows; these show what runs.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder app) =>
        app.MapHangfireDashboardWithAuthorizationPolicy(Policies.Operator, PortalUrls.Jobs, new DashboardOptions
        {
            AppPath = PortalUrls.Home,
            DashboardTitle = "Jobs",
            DisplayStorageConnectionString = false,
        });
}
