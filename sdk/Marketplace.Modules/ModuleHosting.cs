using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Modules;

/// <summary>Makes an ASP.NET Core application the host of modules.</summary>
public static class ModuleHosting
{
    /// <summary>Adds the module host. Its options come from the section <c>Modules</c>, then from <paramref name="configure"/>.</summary>
    public static IHostApplicationBuilder AddModules(this IHostApplicationBuilder builder, Action<ModuleHostOptions>? configure = null)
    {
        builder.Services.AddOptions<ModuleHostOptions>()
            .BindConfiguration("Modules")
            .Configure(options => configure?.Invoke(options))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<ModuleHost>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ModuleHost>());
        return builder;
    }

    /// <summary>Maps the endpoints of the active revision, now and after each switch.</summary>
    public static IEndpointRouteBuilder MapModules(this IEndpointRouteBuilder endpoints)
    {
        endpoints.DataSources.Add(endpoints.ServiceProvider.GetRequiredService<ModuleHost>().Endpoints);
        return endpoints;
    }

    internal static IConfiguration Configuration(this IServiceProvider services) => services.GetRequiredService<IConfiguration>();

    internal static ILogger Logger(this IServiceProvider services, string name) => services.GetRequiredService<ILoggerFactory>().CreateLogger(name);
}
