using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Marketplace.Modules;

/// <summary>Lets a host of modules fetch them on its own.</summary>
public static class SiteAgentHosting
{
    /// <summary>
    /// Adds the agent, after <see cref="ModuleHosting.AddModules"/>. Its options come from the section <c>Marketplace</c>, then from
    /// <paramref name="configure"/>; it does nothing where they name no address or no token.
    /// </summary>
    public static IHostApplicationBuilder AddSiteAgent(this IHostApplicationBuilder builder, Action<SiteAgentOptions>? configure = null)
    {
        builder.Services.AddOptions<SiteAgentOptions>()
            .BindConfiguration("Marketplace")
            .Configure(options => configure?.Invoke(options))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(services => new MarketplaceClient(services.GetRequiredService<IOptions<SiteAgentOptions>>().Value));
        builder.Services.AddHostedService<SiteAgent>();
        return builder;
    }
}
