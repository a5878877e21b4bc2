using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Moderation;

public static class ModerationServices
{
    public static void AddModeration(this IServiceCollection services)
    {
        services.AddSingleton<ReviewDecisions>();
        services.AddSingleton<Suspensions>();
        services.AddSingleton<ReviewQueueQueries>();
        services.AddSingleton<ReviewQueries>();
        services.AddSingleton<QueueGlances>();
        services.AddSingleton<Reports>();
        services.AddSingleton<ReviewReports>();
    }
}
