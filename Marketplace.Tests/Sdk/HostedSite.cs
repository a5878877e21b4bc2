using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Marketplace.Modules;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Sdk;

/// <summary>An application with a module host on a real port, and the module folder that it follows.</summary>
internal sealed class HostedSite : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly WebApplication _app;

    private HostedSite(TemporaryFolder folder, WebApplication app) => (_folder, _app) = (folder, app);

    public ModuleStore Store => new(_folder.File("site"));

    public ModuleHost Host => _app.Services.GetRequiredService<ModuleHost>();

    public HttpClient Http { get; private init; } = null!;

    public HostStatus Status => HostStatus.Read(Store.Folder)!;

    public static async Task<HostedSite> StartAsync(
        CancellationToken cancel, ModulePackage[]? installed = null, TimeProvider? clock = null, Func<string, Task>? before = null)
    {
        var folder = new TemporaryFolder();
        if (installed is not null)
        {
            await new ModuleStore(folder.File("site")).InstallAsync("before", cancel, installed);
        }

        await (before?.Invoke(folder.File("site")) ?? Task.CompletedTask);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["Modules:Settings:Test.Speaking:Greeting"] = "hello";
        builder.AddModules(options =>
            (options.Folder, options.HostVersion, options.HealthEvery) = (folder.File("site"), SiteChange.HostVersion, TimeSpan.Zero));
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        var app = builder.Build();
        app.MapModules();
        await app.StartAsync(cancel);
        return new HostedSite(folder, app) { Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) } };
    }

    public Task<SiteRevision> InstallAsync(CancellationToken cancel, params ModulePackage[] packages) =>
        Store.InstallAsync("now", cancel, packages);

    /// <summary>Waits until the host serves the active revision and says so.</summary>
    public Task SwitchedAsync(CancellationToken cancel) =>
        Eventually.TrueAsync(() => Status.Revision == Store.Current().Number, "the host serves the active revision", cancel);

    public Task LeftAsync(LeavingState state, CancellationToken cancel) => Eventually.TrueAsync(
        () => Status.Leaving.Count > 0 && Status.Leaving.All(module => module.State == state), $"what leaves is {state}", cancel, 25);

    public string Data(string id, string file) => _folder.File("site", "data", id, file);

    /// <summary>Are assemblies of the module in this process, whatever the host says?</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool InMemory(string module) =>
        AppDomain.CurrentDomain.GetAssemblies().Any(assembly => AssemblyLoadContext.GetLoadContext(assembly)?.Name == module);

    public async Task StopAsync(CancellationToken cancel) => await _app.StopAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
