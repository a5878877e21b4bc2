using Marketplace.Portal.Accounts;

namespace Marketplace.Portal.Ratings;

/// <summary>The reviews of modules, for programs.</summary>
internal static class RatingsSetup
{
    public static void MapRatings(this IEndpointRouteBuilder app) => app.MapCatalogApi().MapReviewResource();
}
