using System.Reflection;
using System.Runtime.Loader;

namespace Marketplace.Modules;

/// <summary>
/// Holds one module's assemblies apart from all others. In this order, an assembly comes from: the host, if it is the SDK; a needed module,
/// if it is that module's own assembly; this module's folder; any other assembly of a needed module; the framework.
/// So a contract between modules is one type for both, and a module may bring any version of a private library.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly AssemblyName Sdk = typeof(IModule).Assembly.GetName();
    private readonly string _main;
    private readonly string _folder;
    private readonly IReadOnlyList<ModuleLoadContext> _needed;
    private readonly AssemblyDependencyResolver _resolver;

    public ModuleLoadContext(InstalledModule module, string folder, string main, IReadOnlyList<ModuleLoadContext> needed)
        : base($"{module.Id} {module.Version}", isCollectible: true)
    {
        (_main, _folder, _needed) = (main, folder, needed);
        _resolver = new AssemblyDependencyResolver(Path.Combine(folder, main + ".dll"));
    }

    /// <summary>What is shared and older here than what the module was built against, for people; null if it finds all as new. A shared assembly may be newer: the ranges in the package say by how much.</summary>
    public string? Outdated(Assembly main) => main.GetReferencedAssemblies()
        .Select(built => (Built: built, Here: built.Name == Sdk.Name ? Sdk : _needed.FirstOrDefault(module => module._main == built.Name)?.Own(built)?.GetName()))
        .Where(shared => shared.Here is { Version: { } here } && here < shared.Built.Version)
        .Select(shared => $"It was built against {shared.Built.Name} {shared.Built.Version!.ToString(3)}, but here is {shared.Here!.Version!.ToString(3)}. Update the {(shared.Here == Sdk ? "host" : "module that brings it")}.")
        .FirstOrDefault();

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (name == Sdk.Name)
        {
            return null;
        }

        return _needed.FirstOrDefault(module => module._main == name)?.Own(assemblyName)
            ?? Own(assemblyName)
            ?? _needed.Select(module => module.Own(assemblyName)).FirstOrDefault(assembly => assembly is not null);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private Assembly? Own(AssemblyName name)
    {
        if (Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name.Name) is { } loaded)
        {
            return loaded;
        }

        var path = _resolver.ResolveAssemblyToPath(name) ?? Path.Combine(_folder, name.Name + ".dll");
        if (!File.Exists(path))
        {
            return null;
        }

        // From a stream, so that no file of the store is locked while the module lives.
        using var assembly = File.OpenRead(path);
        using var symbols = File.Exists(Path.ChangeExtension(path, ".pdb")) ? File.OpenRead(Path.ChangeExtension(path, ".pdb")) : null;
        return LoadFromStream(assembly, symbols);
    }
}
