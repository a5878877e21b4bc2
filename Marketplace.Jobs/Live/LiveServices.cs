using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Live;

public static class LiveServices
{
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<LiveNudge>();
        services.AddSingleton<IInterceptor>(sp => sp.GetRequiredService<LiveNudge>());
        services.AddHostedService<LiveRelay>();
    }
}
