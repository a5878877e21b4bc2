using Marketplace.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ratings;

internal static class RatingsServices
{
    public static void AddRatings(this IServiceCollection services)
    {
        services.AddSingleton<ModuleRatings>();
        services.AddSingleton<IRatingCounts, RatingCounts>();
    }
}
