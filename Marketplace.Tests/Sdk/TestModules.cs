using Marketplace.Modules;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

// Modules that behave as hosts will meet them: well, slowly, and badly. Each is loaded from a package of its own.
namespace Marketplace.Tests.Sdk.TestModules;

public sealed record Answer(string Version, string? Greeting);

/// <summary>Answers in text, at once or slowly, and leaves a note when it is let go.</summary>
public sealed class Plain : IModule, IDisposable
{
    private ModuleContext? _context;

    public Task StartAsync(ModuleContext context, CancellationToken cancel)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/plain", () => $"plain {_context!.Version}");
        endpoints.MapGet("/plain/slow", async (HttpContext http) =>
        {
            await http.Response.WriteAsync("begun, ", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Eventually.TrueAsync(() => File.Exists(Path.Combine(_context!.DataFolder, "go")), "it may go on", http.RequestAborted);
            await http.Response.WriteAsync($"ended by {_context!.Version}", http.RequestAborted);
        });
    }

    public IEnumerable<ModulePage> Pages() => [new($"Plain {_context!.Version}", "/plain", "Nothing to see.")];

    public void Dispose() => File.AppendAllText(Path.Combine(_context!.DataFolder, "disposed"), $"{_context.Version} ");
}

/// <summary>Answers in JSON, whose serialiser likes to remember types.</summary>
public sealed class Speaking : IModule
{
    private ModuleContext? _context;

    public Task StartAsync(ModuleContext context, CancellationToken cancel)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/json", () => new Answer(_context!.Version, _context.Settings["Greeting"]));
}

public sealed class Unstartable : IModule
{
    public Task StartAsync(ModuleContext context, CancellationToken cancel) => throw new InvalidOperationException("No coffee.");

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/unstartable", () => "never");
}

public sealed class Unwell : IModule
{
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/unwell/health", () => Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
}

/// <summary>Maps what <see cref="Plain"/> maps.</summary>
public sealed class Imitation : IModule
{
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/plain", () => "imitated");
}

/// <summary>Subscribes to an event of the host's and never takes it back, so nothing can free it.</summary>
public sealed class Clinging : IModule
{
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/clinging", () => "here");

    public Task StartAsync(ModuleContext context, CancellationToken cancel)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => GC.KeepAlive(this);
        return Task.CompletedTask;
    }
}

/// <summary>Does more for those who paid for it.</summary>
public sealed class Licensed : IModule
{
    private ILicense? _license;

    public Task StartAsync(ModuleContext context, CancellationToken cancel)
    {
        _license = context.License;
        return Task.CompletedTask;
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/licensed", () => _license!.Has("export") ? $"export for {_license.Limit("users")}" : "no export");
        endpoints.MapPost("/licensed", () => "written");
        endpoints.MapGet("/licensed/health", () => "well");
    }
}
