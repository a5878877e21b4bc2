using Marketplace.Portal.Accounts;

namespace Marketplace.Portal.Publishers;

/// <summary>The icons and resources of publishers.</summary>
internal static class PublishersSetup
{
    public static void MapPublishers(this IEndpointRouteBuilder app)
    {
        app.MapPublisherIcons();
        app.MapCatalogApi().MapPublisherResource();
    }
}
