using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Usage;

namespace Marketplace.Portal.Publishers;

/// <summary>The icons and resources of publishers, and the list of the person’s own modules as a file.</summary>
internal static class PublishersSetup
{
    public static void MapPublishers(this IEndpointRouteBuilder app)
    {
        app.MapPublisherIcons();
        app.MapCsv<PublisherModules, PublisherModule>(PortalUrls.PublisherModulesCsv, ModulesPage.Columns, PublisherModules.Columns,
            (modules, actor, query, cancel) => modules.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.SignedIn);
        app.MapCatalogApi().MapPublisherResource();
    }
}
