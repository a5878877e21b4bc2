using Marketplace.Portal.Accounts;

namespace Marketplace.Portal.Search;

/// <summary>Search for programs and for search engines.</summary>
internal static class SearchSetup
{
    public static void MapSearch(this IEndpointRouteBuilder app)
    {
        app.MapSitemap();
        var api = app.MapCatalogApi();
        api.MapSearchResource();
        api.MapSuggestResource();
    }
}
