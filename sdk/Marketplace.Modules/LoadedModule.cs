using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;

namespace Marketplace.Modules;

/// <summary>A module in memory, its endpoints, and the requests that are in it.</summary>
internal sealed class LoadedModule(InstalledModule module, ModuleLoadContext context, IModule instance, ILicense license)
{
    private readonly IOptions<JsonOptions> _json = ModuleServices.Json();
    private ModuleLoadContext? _context = context;
    private IModule? _instance = instance;
    private List<Endpoint> _endpoints = [];
    private int _requests;
    private volatile bool _closed;

    public InstalledModule Module => module;

    public ModuleLoadContext Context => _context ?? throw new ObjectDisposedException(module.Id);

    public IReadOnlyList<Endpoint> Endpoints => _endpoints;

    public bool IsIdle => Volatile.Read(ref _requests) is 0;

    public IEnumerable<ModulePage> Pages() => _instance?.Pages() ?? [];

    public async Task StartAsync(ModuleContext surroundings, IServiceProvider services, TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        // Off this thread, so that a start that blocks cannot hold up the host.
        await Task.Run(() => _instance!.StartAsync(surroundings, late.Token)).WaitAsync(within);
        var routes = new ModuleRoutes(new ModuleServices(services, _json));
        _instance!.Map(routes);
        _endpoints = [.. routes.Endpoints.Select(Tracked)];
    }

    /// <summary>Disposes and unloads the module; what is returned dies with the last reference to it.</summary>
    public async Task<WeakReference> LeaveAsync()
    {
        _closed = true;
        try
        {
            await Task.Run(DisposeInstanceAsync).WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (Exception)
        {
            // A module that fails at its own end goes all the same; if that keeps it in memory, it is reported as stuck.
        }

        _instance = null;
        _endpoints = [];
        return Unload();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Unload()
    {
        var alive = new WeakReference(_context, trackResurrection: true);
        _context!.Unload();
        _context = null;
        return alive;
    }

    private async Task DisposeInstanceAsync()
    {
        if (_instance is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else
        {
            (_instance as IDisposable)?.Dispose();
        }
    }

    private Endpoint Tracked(Endpoint endpoint)
    {
        var inner = endpoint.RequestDelegate!;
        return endpoint is RouteEndpoint route
            ? new RouteEndpoint(http => InvokeAsync(http, inner, route.RoutePattern), route.RoutePattern, route.Order, route.Metadata, route.DisplayName)
            : throw new InvalidOperationException($"{endpoint.DisplayName} has no route; a module maps routes only.");
    }

    private async Task InvokeAsync(HttpContext http, RequestDelegate inner, RoutePattern pattern)
    {
        var services = http.RequestServices;
        Interlocked.Increment(ref _requests);
        try
        {
            if (_closed)
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                http.Response.Headers.RetryAfter = "1";
                return;
            }

            if (await LicenseGate.RefusesAsync(http, license, module.Health))
            {
                return;
            }

            http.RequestServices = new ModuleServices(services, _json);
            await inner(http);
        }
        finally
        {
            http.RequestServices = services;
            // The server keeps a connection's last request; it must not keep the module through it.
            http.SetEndpoint(new RouteEndpoint(static _ => Task.CompletedTask, pattern, 0, EndpointMetadataCollection.Empty, null));
            Interlocked.Decrement(ref _requests);
        }
    }
}
