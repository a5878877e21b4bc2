using Marketplace.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ratings;

internal static class RatingsServices
{
    public static void AddRatings(this IServiceCollection services)
    {
        services.AddSingleton<ModuleReviews>();
        services.AddSingleton<IRatingCounts, RatingCounts>();
    }
}
