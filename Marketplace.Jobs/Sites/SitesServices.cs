using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Sites;

internal static class SitesServices
{
    public static void AddSites(this IServiceCollection services)
    {
        services.AddOptions<InstallsOptions>().BindConfiguration(InstallsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SiteFolders>();
        services.AddSingleton<SiteCommands>();
        services.AddSingleton<SitePlanning>();
        services.AddSingleton<LicensedSites>();
        services.AddSingleton<RatingWriting>();
    }
}
