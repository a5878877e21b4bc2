using Marketplace.Modules.Packages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NuGet.Versioning;

namespace Marketplace.Modules;

/// <summary>All modules of one revision, loaded in the order of who needs whom.</summary>
internal sealed class ModuleSet(SiteRevision revision)
{
    private readonly List<LoadedModule> _loaded = [];
    private readonly Dictionary<string, string> _failed = new(StringComparer.OrdinalIgnoreCase);
    private readonly ModuleOffers _offers = new();

    public SiteRevision Revision => revision;

    public IReadOnlyList<LoadedModule> Loaded => _loaded;

    public IReadOnlyDictionary<string, string> Failed => _failed;

    public IReadOnlyList<Endpoint> Endpoints => [.. _loaded.SelectMany(module => module.Endpoints)];

    public async Task LoadAsync(ModuleStore store, ModuleHostOptions options, IServiceProvider services, Func<string, ILicense> licenses)
    {
        foreach (var module in InOrder(revision.Modules))
        {
            try
            {
                if (Obstacle(module, options.HostVersion) is { } obstacle)
                {
                    _failed[module.Id] = obstacle;
                }
                else
                {
                    await LoadAsync(module, store, options, services, licenses(module.Id));
                }
            }
            // Whatever a module throws disables that module, never its host.
            catch (Exception error)
            {
                _failed[module.Id] = $"{error.GetType().Name}: {error.Message}";
            }
        }

        _offers.Open(_loaded);
    }

    /// <summary>Lets go of what the modules hold of each other.</summary>
    public void Clear()
    {
        _offers.Clear();
        _loaded.Clear();
    }

    private async Task LoadAsync(
        InstalledModule module, ModuleStore store, ModuleHostOptions options, IServiceProvider services, ILicense license)
    {
        var (type, main) = Entry(module);
        var needed = _loaded.Where(other => module.Needs.Contains(other.Module.Id, StringComparer.OrdinalIgnoreCase)).Select(other => other.Context);
        var folder = Path.Combine(store.FolderOf(module), "lib", "net10.0");
        var context = new ModuleLoadContext(module, folder, main, [.. needed]);
        LoadedModule? loaded = null;
        try
        {
            loaded = new LoadedModule(module, context, Create(context, type, main), license);
            var surroundings = new ModuleContext(
                module,
                Directory.CreateDirectory(store.Layout.Data(revision, module.Id)).FullName,
                services.Configuration().GetSection($"Modules:Settings:{module.Id}"),
                services.Logger(module.Id),
                license,
                _offers);
            await loaded.StartAsync(surroundings, services, options.StartWithin);
            if (loaded.Endpoints.Select(Route).FirstOrDefault(Taken) is { } route)
            {
                throw new InvalidOperationException($"It maps {route}, which another module serves already.");
            }

            _loaded.Add(loaded);
        }
        catch
        {
            if (loaded is not null)
            {
                await loaded.LeaveAsync();
            }
            else
            {
                context.Unload();
            }

            throw;
        }
    }

    private static IModule Create(ModuleLoadContext context, string type, string main)
    {
        var assembly = context.LoadFromAssemblyName(new(main));
        if (context.Outdated(assembly) is { } outdated)
        {
            throw new InvalidOperationException(outdated);
        }

        var entry = assembly.GetType(type) ?? throw new InvalidOperationException($"{main} has no type {type}, which module.json names as entry.");
        return Activator.CreateInstance(entry) as IModule ?? throw new InvalidOperationException($"{type} does not implement {typeof(IModule)}.");
    }

    private string? Obstacle(InstalledModule module, string hostVersion) => this switch
    {
        _ when !VersionRange.Parse(module.Host).Includes(NuGetVersion.Parse(hostVersion)) =>
            $"It runs on host {module.Host}, but this is {hostVersion}.",
        _ when module.Needs.FirstOrDefault(_failed.ContainsKey) is { } failed => $"It needs {failed}, which failed.",
        _ when module.Needs.FirstOrDefault(need => !_loaded.Any(other => Same(other.Module.Id, need))) is { } absent =>
            $"It needs {absent}, which is not installed or needs it in turn.",
        _ => null,
    };

    // Each module after those it needs; one in a circle comes when its turn ends, and then finds a need unloaded.
    private static List<InstalledModule> InOrder(IReadOnlyList<InstalledModule> modules)
    {
        var order = new List<InstalledModule>();
        var visited = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var module in modules.OrderBy(module => module.Id, StringComparer.OrdinalIgnoreCase))
        {
            Visit(module);
        }

        return order;

        void Visit(InstalledModule module)
        {
            if (visited.Add(module.Id))
            {
                modules.Where(other => module.Needs.Contains(other.Id, StringComparer.OrdinalIgnoreCase)).ToList().ForEach(Visit);
                order.Add(module);
            }
        }
    }

    private static (string Type, string Assembly) Entry(InstalledModule module) =>
        module.Entry.Split(',', StringSplitOptions.TrimEntries) is [var type, var assembly, ..]
            ? (type, assembly)
            : throw new InvalidOperationException($"The entry “{module.Entry}” is not of the form Namespace.Type, Assembly.");

    private bool Taken(string route) => _loaded.Any(other => other.Endpoints.Select(Route).Contains(route, StringComparer.OrdinalIgnoreCase));

    private static string Route(Endpoint endpoint) =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])} "
            + $"/{((RouteEndpoint)endpoint).RoutePattern.RawText?.Trim('/')}";

    private static bool Same(string id, string other) => id.Equals(other, StringComparison.OrdinalIgnoreCase);
}
