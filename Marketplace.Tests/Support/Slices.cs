using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Publishers;
using Marketplace.Ratings;
using Marketplace.Search;
using Marketplace.Sites;
using Marketplace.Updates;
using Marketplace.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Support;

internal static class Slices
{
    /// <summary>What pages about modules ask.</summary>
    public static void AddCatalogSlices(this IServiceCollection services)
    {
        services.AddCatalog();
        services.AddPublishers();
        services.AddUsage();
        services.AddSearch();
        services.AddRatings();
        services.AddCommunity();
    }

    /// <summary>What pages about sites ask.</summary>
    public static void AddSiteSlices(this IServiceCollection services)
    {
        services.AddSites();
        services.AddPlanning();
        services.AddOperations();
        services.AddDelivery();
        services.AddUpdates();
        services.AddInsight();
    }
}
