using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Search;

namespace Marketplace.Portal.Search;

/// <summary>Search for programs and for search engines, and the lists of operators as files.</summary>
internal static class SearchSetup
{
    public static void MapSearch(this IEndpointRouteBuilder app)
    {
        app.MapSitemap();
        var api = app.MapCatalogApi();
        api.MapSearchResource();
        api.MapSuggestResource();
        app.MapCsv(
            PortalUrls.SearchesCsv(), PhraseList.Columns, SearchReport.Columns,
            (SearchReport report, HttpContext context, ListQuery query, CancellationToken cancel) =>
                Task.FromResult<IAsyncEnumerable<SearchedRow>?>(
                    report.StreamAsync(context.User.Actor, SearchesPage.Span(context.Request.Query["days"]), query, cancel)))
            .RequireAuthorization(Policies.Operator);
        app.MapCsv(
            PortalUrls.BoostsCsv, BoostList.Columns, SearchTuningQueries.BoostColumns,
            (SearchTuningQueries queries, Actor _, ListQuery query, CancellationToken cancel) => queries.StreamBoostsAsync(query, cancel))
            .RequireAuthorization(Policies.Operator);
    }
}
