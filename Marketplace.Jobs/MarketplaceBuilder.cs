using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Installs;
using Marketplace.Licensing;
using Marketplace.Live;
using Marketplace.Moderation;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Marketplace.Publishing;
using Marketplace.Scanning;
using Marketplace.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Marketplace;

public static class MarketplaceBuilder
{
    /// <summary>Adds every slice; the same for the portal and the worker.</summary>
    public static void AddMarketplace(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTelemetry();
        builder.AddData();
        builder.Services.AddLive();
        builder.Services.AddStorage();
        builder.Services.AddAccounts();
        builder.Services.AddNotifications();
        builder.Services.AddCatalog();
        builder.Services.AddScanning();
        builder.Services.AddModeration();
        builder.Services.AddPublishing();
        builder.Services.AddPricing();
        builder.Services.AddLicensing();
        builder.Services.AddInstalls();
        builder.Services.AddJobs();
    }

    /// <summary>Adds the job server to a portal that is not told to leave the jobs to workers.</summary>
    public static void AddMarketplaceJobs(this IHostApplicationBuilder builder)
    {
        if (!string.Equals(builder.Configuration["Jobs:RunInPortal"], "false", StringComparison.OrdinalIgnoreCase))
        {
            builder.AddJobServer();
        }
    }
}
