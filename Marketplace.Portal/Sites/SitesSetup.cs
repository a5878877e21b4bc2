using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared.Grid;

namespace Marketplace.Portal.Sites;

/// <summary>Sites: for programs, and their list as a file.</summary>
internal static class SitesSetup
{
    public static void MapSites(this IEndpointRouteBuilder app)
    {
        app.MapSitesApi(Policies.ReadSites).MapSiteResource();
        app.MapCsv(
            PortalUrls.SitesCsv, SitesPage.Columns, SiteQueries.Columns,
            (SiteQueries sites, Actor actor, ListQuery query, CancellationToken cancel) => sites.StreamAsync(actor, query, cancel))
            .RequireAuthorization(Policies.SignedIn);
    }
}
