using Marketplace.Portal.Accounts;

namespace Marketplace.Portal.Sites;

/// <summary>Sites, for programs.</summary>
internal static class SitesSetup
{
    public static void MapSites(this IEndpointRouteBuilder app) => app.MapSitesApi(Policies.ReadSites).MapSiteResource();
}
