using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Community;

internal static class CommunityServices
{
    public static void AddCommunity(this IServiceCollection services)
    {
        services.AddSingleton<Follows>();
        services.AddSingleton<Collections>();
    }
}
