using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Billing;
using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Live;
using Marketplace.Moderation;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Payments;
using Marketplace.Payouts;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Publishers;
using Marketplace.Publishing;
using Marketplace.Ratings;
using Marketplace.Revenue;
using Marketplace.Scanning;
using Marketplace.Search;
using Marketplace.Sites;
using Marketplace.Storage;
using Marketplace.Updates;
using Marketplace.Usage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Marketplace;

public static class MarketplaceBuilder
{
    /// <summary>Adds every slice; the same for the portal and the worker.</summary>
    public static void AddMarketplace(this IHostApplicationBuilder builder)
    {
        // What is stored, mailed or read by programs is written alike on every machine and for everybody; the portal's pages alone follow whoever looks.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.GetCultureInfo("en");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTelemetry();
        builder.AddData();
        builder.Services.AddLive();
        builder.Services.AddStorage();
        builder.Services.AddAccounts();
        builder.Services.AddNotifications();
        builder.Services.AddCatalog();
        builder.Services.AddPublishers();
        builder.Services.AddUsage();
        builder.Services.AddSearch();
        builder.Services.AddRatings();
        builder.Services.AddCommunity();
        builder.Services.AddScanning();
        builder.Services.AddModeration();
        builder.Services.AddPublishing();
        builder.Services.AddPricing();
        builder.Services.AddLicensing();
        builder.Services.AddSites();
        builder.Services.AddPlanning();
        builder.Services.AddOperations();
        builder.Services.AddDelivery();
        builder.Services.AddUpdates();
        builder.Services.AddInsight();
        builder.Services.AddLedger();
        builder.Services.AddPayments();
        builder.Services.AddBilling();
        builder.Services.AddPayouts();
        builder.Services.AddRevenue();
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
