using Marketplace.Notifications;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Shell;

/// <summary>
/// Outside Development the portal answers under its own name only: a request that names another host gets 400. <c>AllowedHosts</c>, where it is set, says
/// which names are its own.
/// </summary>
internal static class KnownHosts
{
    public static void AddKnownHosts(this WebApplicationBuilder builder) => builder.Services.AddOptions<HostFilteringOptions>()
        .Configure<IOptions<PortalOptions>, IConfiguration, IHostEnvironment>((filter, portal, configuration, environment) =>
        {
            if (!environment.IsDevelopment() && string.IsNullOrEmpty(configuration["AllowedHosts"]))
            {
                filter.AllowedHosts = [new Uri(portal.Value.Address).Host, "localhost", "127.0.0.1", "[::1]"];
            }
        });
}
