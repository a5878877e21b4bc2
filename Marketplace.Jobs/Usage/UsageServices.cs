using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Usage;

internal static class UsageServices
{
    public static void AddUsage(this IServiceCollection services)
    {
        services.AddSingleton<DownloadCounter>();
        services.AddSingleton<ViewCounter>();
        services.AddSingleton<Statistics>();
        services.AddSingleton<ScoreModules>();
        services.AddSingleton<FigureHistories>();
        services.AddSingleton<Compatibility>();
        services.AddSingleton<Scores>();
        services.AddSingleton<PublisherModules>();
    }
}
