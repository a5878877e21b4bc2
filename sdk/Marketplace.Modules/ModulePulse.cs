using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Modules;

/// <summary>Asks a module for its health, in process, by the path that its manifest names.</summary>
internal static class ModulePulse
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    public static async Task<ModuleHealth?> FeelAsync(LoadedModule module, IServiceProvider services, TimeProvider clock)
    {
        if (module.Module.Health is not { } path)
        {
            return null;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var endpoint = module.Endpoints.OfType<RouteEndpoint>().FirstOrDefault(route =>
            string.Equals(route.RoutePattern.RawText?.Trim('/'), path.Trim('/'), StringComparison.OrdinalIgnoreCase));
        if (endpoint?.RequestDelegate is not { } answer)
        {
            return new ModuleHealth(false, null, $"It maps no endpoint at {path}.", now);
        }

        try
        {
            await using var scope = services.CreateAsyncScope();
            var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
            http.Request.Method = HttpMethods.Get;
            http.Request.Path = path;
            http.Response.Body = Stream.Null;
            await Task.Run(() => answer(http)).WaitAsync(MaxWait, clock);
            return new ModuleHealth(http.Response.StatusCode is >= 200 and < 300, http.Response.StatusCode, null, now);
        }
        // A module that throws when asked for its health has answered the question.
        catch (Exception error)
        {
            return new ModuleHealth(false, null, $"{error.GetType().Name}: {error.Message}", now);
        }
    }
}
