using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Marketplace.Modules;

/// <summary>
/// The host's services, but with JSON options of the module's own: the host's would remember the module's types for ever
/// and so keep it in memory.
/// </summary>
internal sealed class ModuleServices(IServiceProvider host, IOptions<JsonOptions> json) : IServiceProvider
{
    // Options that are equal share what they remember; a resolver of its own makes these equal to none.
    public static IOptions<JsonOptions> Json()
    {
        var options = new JsonOptions();
        options.SerializerOptions.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
        return Options.Create(options);
    }

    /// <summary>The serialiser forgets how to reach the members of types it has not met lately, but only when it meets a new one.</summary>
    public static void ForgetMembers() => _ = Json().Value.SerializerOptions.GetTypeInfo(typeof(ModulePage));

    public object? GetService(Type serviceType) =>
        serviceType == typeof(IOptions<JsonOptions>) ? json :
        serviceType == typeof(IServiceProvider) ? this :
        host.GetService(serviceType);
}

/// <summary>Collects what a module maps.</summary>
internal sealed class ModuleRoutes(IServiceProvider services) : IEndpointRouteBuilder
{
    public IServiceProvider ServiceProvider => services;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);

    public IEnumerable<Endpoint> Endpoints => DataSources.SelectMany(source => source.Endpoints);
}
