using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Installs;

public static class InstallsServices
{
    public static void AddInstalls(this IServiceCollection services)
    {
        services.AddSingleton<SiteFits>();
        services.AddSingleton<InstallCounts>();
    }
}
